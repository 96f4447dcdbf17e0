"""What `commission-check` learns from: statements that were checked, and what they turned out to be.

A statement is known to be wrong where a later one of the same partner and period says another amount, or where feedback says
so; it is known to be right where feedback says that, or where nobody said anything for as long as a job presumes.
"""

from collections.abc import Iterator
from datetime import datetime
from math import log, nan

import msgspec

from inference.features.commissions import rows
from inference.lessons.lesson import EXAMPLES_MAX, Asked, Example, Wanted
from payments.commission_facts import CommissionStatement
from payments.commissions import earned, in_period

HEAD = "log_share_p50"
_ALIKE_MINOR, _ALIKE_SHARE = 200, 0.005

Period = tuple[str, str, datetime, datetime]


class _Checked(msgspec.Struct, frozen=True):
    """should: what it should have said, as far as that was told. right: as far as anything says so."""

    at: datetime
    partner: str
    row: tuple[float, ...]
    paid: int
    volume: int
    should: int | None
    right: bool | None


class CommissionLesson:
    """Statements are heard newest first, so that the last one of a period is what its partner was paid in the end."""

    what = "commission statements of which it is known whether they were right"
    happened = "wrong"
    more = (
        "Tell `happened` (whether a statement was wrong) or `value` (what it should have said, in minor units) of those checked, check "
        "corrected statements of the same period too, or presume with `presumed_after_days` that others are right."
    )

    def __init__(self, wanted: Wanted) -> None:
        self._old = wanted.presumed_before
        self._last: dict[Period, int] = {}
        self._checked: list[_Checked] = []
        self._told = self._corrected = self._presumed = 0

    def hear(self, asked: Asked) -> None:
        event = asked.event
        if not isinstance(event, CommissionStatement) or len(self._checked) >= EXAMPLES_MAX:
            return
        period = (event.partner_id, event.currency, event.starts_at, event.ends_at)
        last = self._last.setdefault(period, event.paid_minor)
        should = None if asked.value is None else round(asked.value)
        right = None if asked.happened is None else not asked.happened
        if right is None and should is not None:
            right = alike(event.paid_minor, should)
        if right is not None:
            self._told += 1
        elif not alike(event.paid_minor, last):
            right, should = False, last
            self._corrected += 1
        elif self._old is not None and asked.at < self._old:
            right = True
            self._presumed += 1
        if right and should is None:
            should = event.paid_minor
        row = rows(event, asked.at)[0] if asked.rows is None else tuple(map(float, asked.rows[0]))
        volume = sum(sale.amount_minor for sale in in_period(event) if not sale.reversed)
        checked = _Checked(asked.at, event.partner_id, tuple(row), event.paid_minor, volume, should, right)
        if right is not None:
            self._checked.append(checked)

    def examples(self) -> Iterator[Example]:
        partners: dict[str, int] = {}
        for each in self._checked:
            group = partners.setdefault(each.partner, len(partners))
            yield Example(
                each.row, not each.right, each.at, group, {HEAD: log_share(each.should, each.volume)}
            )

    def notes(self) -> tuple[str, ...]:
        return (
            (
                f"Of {len(self._checked):,} statements {self._told:,} were judged by feedback, {self._corrected:,} by a later statement of "
                f"the same period that says another amount, {self._presumed:,} are presumed to be right. The head is ln of the commission "
                "over the volume, of those whose right amount is known."
            ),
        )


def alike(paid: int, other: int) -> bool:
    """Say whether two amounts differ by no more than rounding does."""
    return abs(paid - other) <= max(_ALIKE_MINOR, _ALIKE_SHARE * paid)


def log_share(minor: int | None, volume: int) -> float:
    """ln of the commission over the volume; NaN where either is missing."""
    return log(minor / volume) if minor and volume else nan


def expected_share(statement: CommissionStatement) -> float:
    """What the agreement gives, as `log_share`."""
    volume = sum(sale.amount_minor for sale in in_period(statement) if not sale.reversed)
    return log_share(earned(statement).expected_minor, volume)
