"""Facts about payouts: one on its way, with the stages that it reached, and earlier ones to compare it with."""

import itertools
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from core.errors import FieldError
from payments.facts import AmountMinor, Currency, Instant, Reference

HISTORY_MAX = 500
STAGES = ("created", "approved", "sent", "settled")
Rail = Literal["imps", "neft", "rtgs", "upi", "card", "wallet", "other"]
Slug = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[a-z0-9][a-z0-9_.-]*$(?!\n)")]


class PastPayout(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """An earlier payout, finished or not.

    payee_id: who was paid.
    bank: of the payee, as a slug.
    method: the rail.
    amount_minor: minor units of the payout's currency.
    created_at: when it was made.
    approved_at: when it was released; absent while it is not.
    sent_at: when it was handed to the bank.
    settled_at: when it was credited.
    """

    payee_id: Reference
    bank: Slug
    method: Rail
    amount_minor: AmountMinor
    created_at: Instant
    approved_at: Instant | None = None
    sent_at: Instant | None = None
    settled_at: Instant | None = None


class Payout(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A payout that is not credited yet.

    id: your own id of the payout.
    payee_id: your own id of who is to be paid.
    bank: of the payee, as a slug.
    method: the rail.
    amount_minor: minor units of the currency.
    currency: ISO 4217.
    created_at: when it was made.
    approved_at: when it was released; absent while it is not.
    sent_at: when it was handed to the bank; absent while it is not.
    utc_offset_minutes: of the desks that release and credit it, such as 330 for India.
    history: earlier payouts of this payee, of this bank and of any; what happened after the question is not looked at.
    """

    id: Reference | None = None
    payee_id: Reference
    bank: Slug
    method: Rail
    amount_minor: AmountMinor
    currency: Currency
    created_at: Instant
    approved_at: Instant | None = None
    sent_at: Instant | None = None
    utc_offset_minutes: Annotated[int, Meta(ge=-840, le=840)] = 0
    history: Annotated[list[PastPayout], Meta(max_length=HISTORY_MAX)] = []


def problems_of_payout(payout: Payout) -> list[FieldError]:
    """Name stages that come before those they follow."""
    found = []
    if payout.sent_at is not None and payout.approved_at is None:
        found.append(FieldError("payout.approved_at", "It is missing.", "Send when it was released, too."))
    named = (
        ("created_at", payout.created_at),
        ("approved_at", payout.approved_at),
        ("sent_at", payout.sent_at),
    )
    reached = [(name, at) for name, at in named if at is not None]
    for (_, earlier), (name, later) in itertools.pairwise(reached):
        if later < earlier:
            found.append(
                FieldError(f"payout.{name}", "It is before the stage it follows.", "Send when it happened.")
            )
    return found
