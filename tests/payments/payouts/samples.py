"""Payouts for tests."""

import datetime as dt
from uuid import uuid4

from msgspec.structs import replace

from payments.payouts.facts import NewPayout, PayoutEvent, Told

MORNING = dt.datetime(2026, 11, 20, 6, 0, tzinfo=dt.UTC)


def a_payout(**changes: object) -> NewPayout:
    plain = NewPayout(
        id=f"P-{uuid4()}", payee_id="payee-1", amount_minor=1_250_000, currency="INR", method="neft",
        bank="bank-north", gateway="gate-one", created_at=MORNING,
    )  # fmt: skip
    return replace(plain, **changes)


def an_event(payout_id: str, stage: Told, minutes: float, **changes: object) -> PayoutEvent:
    """minutes: after the payout was made."""
    plain = PayoutEvent(
        payout_id=payout_id,
        stage=stage,
        occurred_at=MORNING + dt.timedelta(minutes=minutes),
        source="gateway",
    )
    return replace(plain, **changes)


def a_road(payout_id: str, *minutes: float) -> list[PayoutEvent]:
    """Events of approval, sending, arrival at the bank and credit."""
    stages: tuple[Told, ...] = ("approved", "sent", "at_bank", "credited")
    return [an_event(payout_id, stage, at) for stage, at in zip(stages, minutes, strict=False)]
