"""What `payment-delay` learns from: invoices that were paid, as questions about their debtors' later ones told, and by feedback."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from math import nan
from random import Random

import msgspec
import numpy as np
from numpy.typing import NDArray

from inference.features.invoices import rows
from inference.lessons.lesson import EXAMPLES_MAX, Asked, Example, Wanted, all_known_before
from payments.invoice_facts import HISTORY_MAX, Invoice, PastInvoice

HEADS = ("days_late_p50", "days_late_p90")
MOMENTS = (0.0, 0.3, 0.6, 0.9)
OVERDUE = 0.25  # of invoices that are still unpaid when due, asked about once more
INVOICES_MAX = 50_000
_DAY = timedelta(days=1)

Key = tuple[str, int, datetime, datetime]


def moments(issued_at: datetime, due_at: datetime, paid_at: datetime, rng: Random) -> list[datetime]:
    """When an invoice is sent and as its term passes, of some once more when overdue; while it is unpaid."""
    asked = [issued_at + share * (due_at - issued_at) for share in MOMENTS]
    if rng.random() < OVERDUE:
        asked.append(due_at + timedelta(days=rng.uniform(0.5, 20)))
    return [at for at in asked if at < paid_at]


class _Question(msgspec.Struct, frozen=True):
    at: datetime
    row: NDArray[np.float32]


class _Known(msgspec.Struct):
    """One invoice: what questions say of it, and the newest moment at which one did."""

    past: PastInvoice
    seen_at: datetime
    questions: list[_Question]


class InvoiceLesson:
    """Invoices are known by debtor, amount, issue and due date; what any question says of one is put together."""

    what = "questions about invoices of which it is known whether they were paid late"
    happened = "late"
    more = "Ask about invoices with their debtors' `history`, or tell `value`, the days until it was paid, of those asked about."

    def __init__(self, wanted: Wanted) -> None:
        self._seed = wanted.seed
        self._known: dict[Key, _Known] = {}
        self._invoices = self._unpaid = 0
        self._until: datetime | None = None

    def hear(self, asked: Asked) -> None:
        event = asked.event
        if not isinstance(event, Invoice):
            return
        self._until = max(self._until or asked.at, asked.at)
        paid_at = None if asked.value is None else asked.at + max(asked.value, 0.0) * _DAY
        own = PastInvoice(
            amount_minor=event.amount_minor, issued_at=event.issued_at, due_at=event.due_at, paid_at=paid_at,
            disputed=event.disputed,
        )  # fmt: skip
        known = self._add(event.debtor_id, own, asked.at)
        if known is not None and asked.rows is not None:
            known.questions.append(_Question(asked.at, asked.rows[0]))
        for past in event.history:
            self._add(event.debtor_id, past, asked.at)

    def _add(self, debtor_id: str, past: PastInvoice, seen_at: datetime) -> _Known | None:
        """Later questions are heard first: what they say of an invoice stands, earlier ones fill what is missing."""
        key = (debtor_id, past.amount_minor, past.issued_at, past.due_at)
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= INVOICES_MAX:
                return None
            known = self._known[key] = _Known(past, seen_at, [])
        elif known.past.paid_at is None and past.paid_at is not None:
            known.past = msgspec.structs.replace(known.past, paid_at=past.paid_at)
        return known

    def examples(self) -> Iterator[Example]:
        """Newest invoices first; each with what its debtor's earlier ones were."""
        debtors: dict[str, list[_Known]] = {}
        for key, known in sorted(self._known.items(), key=lambda each: (each[0][2], each[0])):
            debtors.setdefault(key[0], []).append(known)
        since = self._some_open_since()
        places = [
            (known.past.issued_at, group, place)
            for group, own in enumerate(debtors.values())
            for place, known in enumerate(own)
            if since is None or known.past.issued_at < since
        ]
        named = list(debtors.items())
        made = 0
        for _, group, place in sorted(places, reverse=True):
            debtor_id, own = named[group]
            earlier = [each.past for each in own[max(0, place - HISTORY_MAX) : place]]
            for example in self._of(debtor_id, own[place], earlier, group):
                yield example
                made += 1
            if made >= EXAMPLES_MAX:
                return

    def _some_open_since(self) -> datetime | None:
        spans = [(known.past.issued_at, known.past.paid_at) for known in self._known.values()]
        return None if self._until is None else all_known_before(spans, self._until)

    def _of(
        self, debtor_id: str, known: _Known, earlier: Sequence[PastInvoice], group: int
    ) -> Iterator[Example]:
        past = known.past
        end = past.paid_at
        if end is None and past.due_at >= known.seen_at:
            return  # not due when it was last heard of
        late = nan if end is None else (end - past.due_at) / _DAY
        happened = end is None or late > 0
        values = dict.fromkeys(HEADS, late)
        self._invoices += 1
        self._unpaid += end is None
        rng = Random(f"{self._seed}/{debtor_id}/{past.issued_at.isoformat()}/{past.amount_minor}")  # noqa: S311 - no secret
        made_up = () if past.disputed else moments(past.issued_at, past.due_at, end or known.seen_at, rng)
        for at in made_up:
            asked = Invoice(
                debtor_id=debtor_id, amount_minor=past.amount_minor, currency="INR", issued_at=past.issued_at,
                due_at=past.due_at, history=list(earlier),
            )  # fmt: skip  # no feature looks at the currency
            yield Example(tuple(rows(asked, at)[0]), happened, past.issued_at, group, values)
        for question in known.questions:
            if end is None or question.at < end:
                yield Example(tuple(map(float, question.row)), happened, past.issued_at, group, values)

    def notes(self) -> tuple[str, ...]:
        return (
            (
                f"Learned from {self._invoices:,} invoices that questions told of, each asked about when it was sent, as its term passed "
                f"and as it was asked about indeed; {self._unpaid:,} of them are overdue and unpaid: late, by nobody knows how many days."
            ),
            (
                "Disputed ones are learned from as they were asked about alone, since nothing says when a dispute began. Where "
                "some of the youngest are not paid, these are left out: only those that were paid soon would be known."
            ),
        )
