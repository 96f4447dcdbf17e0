"""What `segment` learns from: how the tenant's own customers spend, as questions see it. There is nothing to be told of them."""

from collections.abc import Iterator
from uuid import UUID

import msgspec

from inference.features.segments import rows
from inference.lessons.lesson import EXAMPLES_MAX, Asked, Example, Wanted
from inference.stored_histories import PAYMENTS_MIN, SPAN_MIN
from payments.history_facts import HISTORY_MAX, CustomerHistory


class SegmentLesson:
    """A customer counts once, as of the newest moment that is heard of."""

    what = f"customers with {PAYMENTS_MIN} payments or more over {SPAN_MIN.days} days or more"
    happened = ""
    more = "Ingest more payments, or ask about customers with their payments."

    def __init__(self, wanted: Wanted) -> None:
        del wanted
        self._known: dict[UUID, Example] = {}
        self._short = 0

    def hear(self, asked: Asked) -> None:
        event = asked.event
        full = len(self._known) >= EXAMPLES_MAX
        if not isinstance(event, CustomerHistory) or asked.customer in self._known or full:
            return
        payments = sorted(event.transactions, key=lambda each: each.occurred_at)[-HISTORY_MAX:]
        own = [each.occurred_at for each in payments if each.currency == event.currency]
        if len(own) < PAYMENTS_MIN or asked.at - own[0] < SPAN_MIN:
            self._short += 1
            return
        (row,) = rows(msgspec.structs.replace(event, transactions=payments), asked.at)
        self._known[asked.customer] = Example(tuple(row), False, asked.at, len(self._known))

    def examples(self) -> Iterator[Example]:
        yield from self._known.values()

    def notes(self) -> tuple[str, ...]:
        return (
            (
                f"Learned from how {len(self._known):,} customers spend; {self._short:,} others have fewer than {PAYMENTS_MIN} payments or "
                f"less than {SPAN_MIN.days} days of them."
            ),
        )
