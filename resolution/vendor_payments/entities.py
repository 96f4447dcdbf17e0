"""A vendor payment, what its payer may say of it, and why that may be refused."""

import datetime as dt
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from core.errors import ErrorKind, PlatformError

PREFIX = "vpy"

Sha256 = Annotated[str, Meta(min_length=64, max_length=64, pattern=r"^[0-9a-f]{64}$(?!\n)")]
Address = Annotated[str, Meta(min_length=42, max_length=42, pattern=r"^0x[0-9a-fA-F]{40}$(?!\n)")]
Currency = Annotated[str, Meta(min_length=3, max_length=3, pattern=r"^[A-Z]{3}$(?!\n)")]
Instant = Annotated[dt.datetime, Meta(tz=True)]
State = Literal["proposed", "released", "settled", "cancelled"]


class VendorPaymentNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "vendor_payment_not_found"


class VendorPaymentsOff(PlatformError):
    """The installation names no contract that payments could be bound to."""

    kind = ErrorKind.PRECONDITION
    code = "vendor_payments_off"
    fix = "The operator sets COUNTERMARK_CHAIN_ID and COUNTERMARK_VENDOR_PAYMENTS_CONTRACT."


class VendorPaymentNotProposed(PlatformError):
    """It was released, settled or cancelled before, so that it can be neither released nor cancelled."""

    kind = ErrorKind.PRECONDITION
    code = "vendor_payment_not_proposed"
    fix = "Get the payment to see where it stands. Propose another one for another payment."


class VendorPaymentNotReleased(PlatformError):
    kind = ErrorKind.PRECONDITION
    code = "vendor_payment_not_released"
    fix = "Get the payment to see where it stands; only a released one is proven, and settled once."


class OwnProposal(PlatformError):
    """Who proposed a payment does not release it."""

    kind = ErrorKind.FORBIDDEN
    code = "vendor_payment_own_proposal"
    fix = "Let another member, key or client release it."


class VendorPaymentOver(PlatformError):
    kind = ErrorKind.PRECONDITION
    code = "vendor_payment_over"
    fix = "Its deadline has passed, and the contract would refuse it: propose another one."


class ProposeVendorPayment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """vendor: its name to the payer, which the commitment is to. reference: the payer's own, for its people.

    agreement_sha256: of the document that is paid by. not_before, deadline: whole seconds; a fraction is cut off.
    approvals: how many others must approve on chain. payer: the address that is registered with the contract.
    """

    vendor: Annotated[str, Meta(min_length=1, max_length=200)]
    reference: Annotated[str, Meta(min_length=1, max_length=200)] | None = None
    amount_minor: Annotated[int, Meta(ge=1, le=1_000_000_000_000_000)]
    currency: Currency
    agreement_sha256: Sha256
    not_before: Instant
    deadline: Instant
    approvals: Annotated[int, Meta(ge=1, le=255)]
    payer: Address


class SettleVendorPayment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """rail_reference_sha256: hash of what the rail answered, better with a salt: it stands in the ledger."""

    rail_reference_sha256: Sha256


class Secrets(msgspec.Struct, frozen=True, kw_only=True):
    """What is sealed of a payment. The salts are 32 bytes each and open the two commitments."""

    vendor: str
    reference: str | None
    vendor_salt: bytes
    amount_salt: bytes


class VendorPayment(msgspec.Struct, frozen=True, kw_only=True):
    """One payment. payer, contract: 20 bytes. document, rail_reference, commitments, terms: 32 bytes.

    release_entry: the entry of the ledger that released it.
    """

    environment_id: UUID
    id: UUID
    state: State
    sealed: bytes
    amount_minor: int
    currency: str
    document: bytes
    not_before: dt.datetime
    deadline: dt.datetime
    approvals: int
    payer: bytes
    chain_id: int
    contract: bytes
    vendor_commitment: bytes
    amount_commitment: bytes
    terms: bytes
    proposed_at: dt.datetime
    proposed_by: str
    released_at: dt.datetime | None = None
    released_by: str | None = None
    release_entry: UUID | None = None
    settled_at: dt.datetime | None = None
    settled_by: str | None = None
    rail_reference: bytes | None = None
    cancelled_at: dt.datetime | None = None
    cancelled_by: str | None = None


class OpenedPayment(msgspec.Struct, frozen=True):
    """A payment with what was sealed of it."""

    payment: VendorPayment
    secrets: Secrets
