"""The port to the contract VendorPayments: how a payment stands there. It is only read; an adapter speaks to real nodes."""

from typing import Literal, Protocol

import msgspec

StateOnChain = Literal[
    "none",
    "proposed",
    "approved",
    "conditions_met",
    "settled",
    "disputed",
    "closed",
    "cancelled",
    "expired",
]
"""In the contract's order (`IVendorPayments.State`)."""


class PaymentOnChain(msgspec.Struct, frozen=True, kw_only=True):
    """One payment as the nodes of a chain tell it.

    block: the oldest of the newest blocks that were asked about. terms: what all of them tell, 32 bytes; empty where they differ.
    may_settle_now: `canSettle` at the newest block of each. may_settle: also under as many blocks as confirm an anchor.
    """

    block: int
    state: StateOnChain
    approvals_given: int
    approvals_needed: int
    terms: bytes
    may_settle_now: bool
    may_settle: bool


class PaymentChain(Protocol):
    """One contract `VendorPayments` on one chain."""

    async def payment(self, payment_id: bytes) -> PaymentOnChain:
        """payment_id: 16 bytes. Raises: ChainUnavailable, WrongChain."""
        ...
