"""Vendor payments as both faces show them. What goes to the contract is 0x-hex, as its callers need it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

import msgspec

from core.ids import public
from core.pages import Page
from ledger.anchored_proofs import AnchoredProof
from resolution.vendor_payments.entities import PREFIX, OpenedPayment, State
from resolution.vendor_payments.vendor_payments import ReleaseProof


class VendorPaymentView(msgspec.Struct, frozen=True, kw_only=True):
    """A payment to a vendor.

    payment_id: its id on chain, 16 bytes.
    state: here; the contract has states of its own.
    vendor_salt, amount_salt: open the two commitments; for nobody but whom the payer shows them to.
    terms: hash of everything that was proposed, what approvers sign and the release names.
    release_entry: the entry of the ledger that released it.
    rail_reference_sha256: hash of what the rail answered.
    """

    id: str
    payment_id: str
    state: State
    vendor: str
    reference: str | None
    amount_minor: int
    currency: str
    agreement_sha256: str
    not_before: datetime
    deadline: datetime
    approvals: int
    payer: str
    chain_id: int
    contract: str
    vendor_salt: str
    vendor_commitment: str
    amount_salt: str
    amount_commitment: str
    terms: str
    proposed_at: datetime
    proposed_by: str
    released_at: datetime | None
    released_by: str | None
    release_entry: str | None
    settled_at: datetime | None
    settled_by: str | None
    rail_reference_sha256: str | None
    cancelled_at: datetime | None
    cancelled_by: str | None


class VendorPaymentPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of vendor payments, newest first."""

    data: list[VendorPaymentView]
    has_more: bool
    next_after: str | None


class ReleaseArguments(msgspec.Struct, frozen=True, kw_only=True):
    """What `proveCondition` of the contract takes, by its own names in snake case.

    eid: of the entry, 16 bytes. ts, record_ts: microseconds. anchored_epoch: null until an anchor covers the epoch.
    record_path: empty until then.
    """

    eid: str
    ts: int
    act: str
    index: int
    size: int
    log_root: str
    salt: str
    slots: int
    epoch_root: str
    epoch: int
    record_ts: int
    anchored_epoch: int | None
    log_path: list[str]
    slot_path: list[str]
    record_path: list[str]


class VendorPaymentReleaseProofView(msgspec.Struct, frozen=True, kw_only=True):
    """The way from a payment's release to the chain.

    state: pending until an epoch covers the entry, in_epoch until an anchor covers the epoch, anchored once it can be proven.
    slot: of the log, with which the payer must be registered; null while pending, as `proof` is.
    """

    payment_id: str
    chain_id: int
    contract: str
    state: Literal["pending", "in_epoch", "anchored"]
    slot: int | None
    proof: ReleaseArguments | None


def vendor_payment_view(opened: OpenedPayment) -> VendorPaymentView:
    payment, hidden = opened.payment, opened.secrets
    return VendorPaymentView(
        id=public(PREFIX, payment.id),
        payment_id=_hexed(payment.id.bytes),
        state=payment.state,
        vendor=hidden.vendor,
        reference=hidden.reference,
        amount_minor=payment.amount_minor,
        currency=payment.currency,
        agreement_sha256=payment.document.hex(),
        not_before=payment.not_before,
        deadline=payment.deadline,
        approvals=payment.approvals,
        payer=_hexed(payment.payer),
        chain_id=payment.chain_id,
        contract=_hexed(payment.contract),
        vendor_salt=_hexed(hidden.vendor_salt),
        vendor_commitment=_hexed(payment.vendor_commitment),
        amount_salt=_hexed(hidden.amount_salt),
        amount_commitment=_hexed(payment.amount_commitment),
        terms=_hexed(payment.terms),
        proposed_at=payment.proposed_at,
        proposed_by=payment.proposed_by,
        released_at=payment.released_at,
        released_by=payment.released_by,
        release_entry=None if payment.release_entry is None else public("ent", payment.release_entry),
        settled_at=payment.settled_at,
        settled_by=payment.settled_by,
        rail_reference_sha256=None if payment.rail_reference is None else payment.rail_reference.hex(),
        cancelled_at=payment.cancelled_at,
        cancelled_by=payment.cancelled_by,
    )


def vendor_payment_page(page: Page[OpenedPayment]) -> VendorPaymentPage:
    return VendorPaymentPage(
        data=[vendor_payment_view(each) for each in page.data],
        has_more=page.has_more,
        next_after=page.next_after,
    )


def release_proof_view(found: ReleaseProof) -> VendorPaymentReleaseProofView:
    payment, way = found.payment, found.proof.epoch_way
    return VendorPaymentReleaseProofView(
        payment_id=_hexed(payment.id.bytes),
        chain_id=payment.chain_id,
        contract=_hexed(payment.contract),
        state=found.proof.state,
        slot=None if way is None else way.slot,
        proof=release_arguments(found.proof),
    )


def release_arguments(proof: AnchoredProof) -> ReleaseArguments | None:
    """What the contract takes of a proof; None while no epoch covers its entry."""
    way, anchor = proof.epoch_way, proof.anchor_way
    if way is None:
        return None
    return ReleaseArguments(
        eid=_hexed(proof.eid.bytes),
        ts=proof.ts,
        act=proof.act,
        index=way.index,
        size=way.size,
        log_root=_hexed(way.log_root),
        salt=_hexed(way.salt),
        slots=way.slots,
        epoch_root=_hexed(way.epoch_root),
        epoch=way.epoch,
        record_ts=way.record_ts,
        anchored_epoch=None if anchor is None else anchor.anchored_epoch,
        log_path=_all_hexed(way.log_path),
        slot_path=_all_hexed(way.slot_path),
        record_path=[] if anchor is None else _all_hexed(anchor.record_path),
    )


def _all_hexed(hashes: Sequence[bytes]) -> list[str]:
    return [_hexed(each) for each in hashes]


def _hexed(data: bytes) -> str:
    return f"0x{data.hex()}"
