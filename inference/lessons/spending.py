"""What `spend-forecast` learns from: customers' payments or months, asked about at ends of earlier months of which it is known what came.

What was spent is its own truth, so nothing has to be told; a `value` that was told of a question counts too.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from math import log, nan
from random import Random

import msgspec

from inference.answering.spend_forecast import SHIFT
from inference.features import forecasts
from inference.features.customer_past import Past, past_of
from inference.lessons.lesson import EXAMPLES_MAX, Asked, Example, Wanted
from payments.facts import Transaction
from payments.history_facts import HISTORY_MAX, MONTHS_MAX, CustomerHistory, begin_of

HEADS = ("log_ratio_p10", "log_ratio_p50", "log_ratio_p90")
MOMENTS_MAX = 6
"""Of one customer: rows of one are much alike, and many customers teach more."""
_BACK_MAX = 24
_KNOWN_MONTHS_MIN, _PAYMENTS_MIN = 2, 5
_MONTH = timedelta(days=30)


class SpendingLesson:
    """Only a customer's newest question is looked at: it brings most of the past along, as of the latest moment."""

    what = "months of customers, by category, of which it is known what was spent"
    happened = "with more than usual"
    more = "Ingest payments of more than three months (`source: facts` reads them), or ask with `history`."

    def __init__(self, wanted: Wanted) -> None:
        self._seed = wanted.seed
        self._customers: dict[str, int] = {}
        self._examples: list[Example] = []
        self._moments = self._told = 0

    @property
    def full(self) -> bool:
        return len(self._examples) >= EXAMPLES_MAX

    def hear(self, asked: Asked) -> None:
        """Some milliseconds for a thousand payments: rows are kept, payments are not."""
        event = asked.event
        if not isinstance(event, CustomerHistory) or self.full:
            return
        new = event.customer_id not in self._customers
        group = self._customers.setdefault(event.customer_id, len(self._customers))
        if new:
            self._examples += self._of(event, asked.at, group)
        if asked.value is not None and asked.rows is not None:
            base = forecasts.level(past_of(event, asked.at).total)
            row = tuple(map(float, asked.rows[0]))
            self._examples.append(_example(row, base, max(0.0, asked.value), asked.at + _MONTH, group))
            self._told += 1

    def _of(self, event: CustomerHistory, at: datetime, group: int) -> Iterator[Example]:
        ends = _ends(event, at)
        known = [back for back in range(1, len(ends)) if _enough(event, ends[back])]
        rng = Random(f"{self._seed}/{group}")  # noqa: S311 - moments to ask about, no secret
        for back in sorted(rng.sample(known, min(MOMENTS_MAX, len(known)))):
            self._moments += 1
            yield from _asked_at(event, ends, back, group)

    def examples(self) -> Iterator[Example]:
        yield from self._examples[:EXAMPLES_MAX]

    def notes(self) -> tuple[str, ...]:
        return (
            (
                f"Learned from what {len(self._customers):,} customers spent, each asked about at up to {MOMENTS_MAX} ends of earlier months, "
                f"{self._moments:,} in all, for up to {MONTHS_MAX} months ahead; {self._told:,} truths were told besides. Heads are "
                "ln(0.05 + spending over its mean of three months)."
            ),
        )


def _ends(event: CustomerHistory, at: datetime) -> list[datetime]:
    """Ends of months, the newest first: of the calendar where months were sent, else of 30 days."""
    last = past_of(event, at).at
    if event.spending:
        number = last.year * 12 + last.month - 1
        return [begin_of(number - back) for back in range(_BACK_MAX + 1)]
    return [last - back * _MONTH for back in range(_BACK_MAX + 1)]


def _enough(event: CustomerHistory, end: datetime) -> bool:
    """Whether a question of then would have been answered from what is stored."""
    if event.spending:
        known = [each.month for each in event.spending if each.month < f"{end:%Y-%m}"]
        return len(set(known)) >= _KNOWN_MONTHS_MIN
    then = [each.occurred_at for each in _known(event, end)]
    return len(then) >= _PAYMENTS_MIN and end - min(then) >= _MONTH


def _known(event: CustomerHistory, end: datetime) -> Sequence[Transaction]:
    return [
        each for each in event.transactions if each.occurred_at <= end and each.currency == event.currency
    ]


def _asked_at(event: CustomerHistory, ends: Sequence[datetime], back: int, group: int) -> Iterator[Example]:
    """A row for each month ahead and category, as the question would have been answered then."""
    end = ends[back]
    ahead = min(MONTHS_MAX, back)
    history = msgspec.structs.replace(event, months=ahead)
    if not event.spending:
        newest = sorted(_known(event, end), key=lambda each: each.occurred_at)[-HISTORY_MAX:]
        history = msgspec.structs.replace(history, transactions=newest)
    past = past_of(history, end)
    names = forecasts.categories(past)
    bases = [forecasts.level(past.total), *(forecasts.level(past.spent[name]) for name in names)]
    found = iter(forecasts.rows(history, end))
    for step in range(1, ahead + 1):
        then = past_of(event, ends[back - step])
        spent = [then.total[0], *(_newest(then, name) for name in names)]
        for base, came in zip(bases, spent, strict=True):
            yield _example(next(found), base, came, ends[back - step], group)


def _newest(past: Past, name: str) -> float:
    return past.spent[name][0] if name in past.spent else 0.0


def _example(row: tuple[float, ...], base: float, came: float, known: datetime, group: int) -> Example:
    """known: when the truth was, by which rows are put in order, so that no part of the time knows months of a later one."""
    ratio = log(SHIFT + came / base) if base > 0 else nan
    return Example(row, came > base, known, group, dict.fromkeys(HEADS, ratio))
