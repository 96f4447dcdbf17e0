"""A simulated stream cut into the bulks that the service takes."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from payments.facts import LoginEvent, Transaction
from payments.simulator.events import Event, SimulatedLogin, SimulatedPayment

BULK = 500


class Bulk(NamedTuple):
    """Sign-ins go first: those of a bulk happened before most of its payments."""

    logins: list[LoginEvent]
    transactions: list[Transaction]


def bulks(events: Iterable[Event], size: int = BULK) -> Iterator[Bulk]:
    """Gather the payments and sign-ins of a stream, `size` of either at most; other facts are left out."""
    logins: list[LoginEvent] = []
    transactions: list[Transaction] = []
    for event in events:
        if isinstance(event, SimulatedPayment):
            transactions.append(event.transaction)
        elif isinstance(event, SimulatedLogin):
            logins.append(event.login)
        if len(transactions) >= size or len(logins) >= size:
            yield Bulk(logins, transactions)
            logins, transactions = [], []
    if logins or transactions:
        yield Bulk(logins, transactions)
