"""What is kept of the decisions of one chunk: counts and sums that add up over chunks in any order, and ids, never facts."""

import hashlib
import heapq
from collections.abc import Iterable, Mapping
from typing import TypeAlias, cast
from uuid import UUID

import msgspec

from inference.backtests.entities import (
    GROUPS,
    LARGEST_MAX,
    SAMPLE_MAX,
    Against,
    Changed,
    Group,
)
from inference.backtests.reading import Counted

VALUES_MAX = 200
"""Values of one group that are told apart; decisions of the others are counted together."""
OTHER = "(other)"
_Together: TypeAlias = tuple[str, str, bool | None, str | None, str | None, str | None, str | None, int]
"""Before, after, the truth, currency, region, segment, method, digits of the amount."""
_CellKey: TypeAlias = tuple[Group | None, str | None, str, str, bool | None, str | None]
"""Group and value, before, after, the truth, and the currency."""


class Cell(msgspec.Struct, frozen=True, array_like=True):
    """Decisions of one group that went one way. by: None for all decisions. squares: the sum of the squared amounts."""

    by: Group | None
    value: str | None
    before: str
    after: str
    happened: bool | None
    currency: str | None
    count: int
    minor: int
    squares: float


class Picked(msgspec.Struct, frozen=True, array_like=True):
    """A decision that changes. place: in the order in which the sample takes them."""

    place: int
    amount: int
    currency: str | None
    changed: Changed


class Tally(msgspec.Struct, frozen=True):
    """Of one comparison."""

    against: Against
    cells: tuple[Cell, ...] = ()
    sample: tuple[Picked, ...] = ()
    largest: tuple[Picked, ...] = ()


class ChunkTally(msgspec.Struct, frozen=True, kw_only=True):
    """Of one chunk. same, same_changed: decided by the very version that is tried, and otherwise now."""

    decisions: int = 0
    erased: int = 0
    unreadable: int = 0
    fallback: int = 0
    same: int = 0
    same_changed: int = 0
    incomplete: int = 0
    not_held: Mapping[str, int] = {}
    tallies: tuple[Tally, ...] = ()


class Counting:
    """Counts the decisions of one chunk in one comparison."""

    def __init__(self, against: Against, seed: int) -> None:
        self._against = against
        self._seed = seed.to_bytes(8, "big")
        self._sums: dict[_Together, _Sum] = {}
        self._picked: list[Picked] = []

    def add(
        self, decision_id: UUID, before: str, after: str, counted: Counted, *, happened: bool | None
    ) -> None:
        amount = counted.amount
        key = (
            before, after, happened, counted.currency, counted.region, counted.segment, counted.method, len(str(amount)),
        )  # fmt: skip
        found = self._sums.get(key)
        if found is None:
            found = self._sums[key] = _Sum()
        found.count += 1
        found.minor += amount
        found.squares += float(amount) * amount
        if before != after:
            self._pick(decision_id, Changed(decision_id, before, after, happened), counted)

    def tally(self) -> Tally:
        return Tally(self._against, _cells(self._sums), sampled(self._picked), largest(self._picked))

    def _pick(self, decision_id: UUID, changed: Changed, counted: Counted) -> None:
        place = hashlib.blake2b(decision_id.bytes, key=self._seed, digest_size=7).digest()
        self._picked.append(Picked(int.from_bytes(place, "big"), counted.amount, counted.currency, changed))


class _Sum:
    __slots__ = ("count", "minor", "squares")

    def __init__(self) -> None:
        self.count, self.minor, self.squares = 0, 0, 0.0

    def plus(self, count: int, minor: int, squares: float) -> None:
        self.count += count
        self.minor += minor
        self.squares += squares


def _cells(sums: Mapping[_Together, _Sum]) -> tuple[Cell, ...]:
    """Roll up what was counted together: of all decisions, and of each value of each group."""
    rolled: dict[_CellKey, _Sum] = {}
    for (before, after, happened, currency, region, segment, method, digits), one in sums.items():
        went = (before, after, happened, currency)
        band = None if currency is None else f"{currency} {10 ** (digits - 1)}"
        values: tuple[tuple[Group | None, str | None], ...] = (
            (None, None), ("region", region), ("segment", segment), ("method", method), ("amount", band),
        )  # fmt: skip
        for by, value in values:
            key = (by, value, *went)
            if key not in rolled:
                rolled[key] = _Sum()
            rolled[key].plus(one.count, one.minor, one.squares)
    return _bounded(rolled)


def added(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """Add up the cells of several chunks."""
    rolled: dict[_CellKey, _Sum] = {}
    for cell in cells:
        key = (cell.by, cell.value, cell.before, cell.after, cell.happened, cell.currency)
        if key not in rolled:
            rolled[key] = _Sum()
        rolled[key].plus(cell.count, cell.minor, cell.squares)
    return _bounded(rolled)


def _bounded(rolled: Mapping[_CellKey, _Sum]) -> tuple[Cell, ...]:
    """Let each group tell its most frequent values apart, the others together: a caller's own words have no end."""
    frequent = {by: _frequent(rolled, by) for by in GROUPS}
    kept: dict[_CellKey, _Sum] = {}
    for (by, value, *went), one in rolled.items():
        if by is not None and value is not None and value not in frequent[by]:
            value = OTHER  # noqa: PLW2901
        key = cast("_CellKey", (by, value, *went))
        if key not in kept:
            kept[key] = _Sum()
        kept[key].plus(one.count, one.minor, one.squares)
    return tuple(Cell(*key, one.count, one.minor, one.squares) for key, one in kept.items())


def _frequent(rolled: Mapping[_CellKey, _Sum], group: Group) -> frozenset[str]:
    counts: dict[str, int] = {}
    for (by, value, *_), one in rolled.items():
        if by == group and value is not None:
            counts[value] = counts.get(value, 0) + one.count
    return frozenset(sorted(counts, key=lambda value: (-counts[value], value))[:VALUES_MAX])


def sampled(picked: Iterable[Picked]) -> tuple[Picked, ...]:
    """A uniform sample without replacement: those that come first in an order that a keyed hash of their ids gives.

    The first of each chunk hold the first of all, so chunks may come in any order, twice or after a restart.
    """
    return tuple(heapq.nsmallest(SAMPLE_MAX, picked, key=_order))


def largest(picked: Iterable[Picked]) -> tuple[Picked, ...]:
    """The largest amounts of each currency."""
    by_currency: dict[str, list[Picked]] = {}
    for each in picked:
        if each.currency is not None:
            by_currency.setdefault(each.currency, []).append(each)
    return tuple(
        each
        for _, found in sorted(by_currency.items())
        for each in heapq.nsmallest(LARGEST_MAX, found, key=lambda one: (-one.amount, *_order(one)))
    )


def _order(one: Picked) -> tuple[int, UUID]:
    return one.place, one.changed.decision_id
