"""A simulated stream cut into the bulks that the service takes."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple, cast

from payments.facts import LoginEvent, Transaction
from payments.payout_facts import Rail
from payments.payouts.facts import NewPayout, PayoutEvent, Told
from payments.simulator.events import Event, PayoutStage, SimulatedLogin, SimulatedPayment

BULK = 500


class Bulk(NamedTuple):
    """Sign-ins go first: those of a bulk happened before most of its payments. Payouts go before what happened to them."""

    logins: list[LoginEvent]
    transactions: list[Transaction]
    payouts: list[NewPayout]
    payout_events: list[PayoutEvent]


def bulks(events: Iterable[Event], size: int = BULK) -> Iterator[Bulk]:
    """Gather the payments, sign-ins and payouts of a stream, `size` of each at most; other facts are left out."""
    bulk = Bulk([], [], [], [])
    for event in events:
        _gather(bulk, event)
        if size in {len(bulk.logins), len(bulk.transactions), len(bulk.payouts), len(bulk.payout_events)}:
            yield bulk
            bulk = Bulk([], [], [], [])
    if any(bulk):
        yield bulk


def _gather(bulk: Bulk, event: Event) -> None:
    if isinstance(event, SimulatedPayment):
        bulk.transactions.append(event.transaction)
    elif isinstance(event, SimulatedLogin):
        bulk.logins.append(event.login)
    elif isinstance(event, PayoutStage) and event.stage == "created":
        bulk.payouts.append(_payout(event))
    elif isinstance(event, PayoutStage):
        stage = "credited" if event.stage == "settled" else event.stage
        bulk.payout_events.append(
            PayoutEvent(
                payout_id=event.payout_id, stage=cast(Told, stage), occurred_at=event.at, source="bank"
            )
        )


def _payout(event: PayoutStage) -> NewPayout:
    return NewPayout(
        id=event.payout_id,
        payee_id=event.payee_id,
        amount_minor=event.amount_minor,
        currency=event.currency,
        method=cast(Rail, event.method),
        bank=event.bank,
        created_at=event.at,
    )
