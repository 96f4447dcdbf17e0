"""What was counted of one kind, put together for the scan: leaves with what was to be expected of each. Pure."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

import msgspec

from payments.failure_hours import Counted, Place, Tally
from resolution.root_causes.entities import CauseKind, CauseMoney
from resolution.root_causes.period import Period
from resolution.root_causes.scan import Leaf, dispersion_of


class Sums(msgspec.Struct, frozen=True, kw_only=True):
    """leaves: places where something failed in the period or before it. told: the tallies of the period, by leaf.

    compared: whether anything was seen before.
    """

    kind: CauseKind
    leaves: list[Leaf]
    told: list[list[Tally]]
    dispersion: float
    compared: bool

    @property
    def total(self) -> int:
        return sum(leaf.now for leaf in self.leaves)


class Gathered(msgspec.Struct, frozen=True):
    """What some leaves come to."""

    count: int
    before: int
    expected: float
    more: float
    money: list[CauseMoney]
    first_at: dt.datetime
    last_at: dt.datetime
    examples: list[UUID]


class _Spread(msgspec.Struct, frozen=True):
    """Tries in the period and before it: of each place, and of all."""

    now: Mapping[Place, int]
    before: Mapping[Place, int]
    all_now: float
    all_before: float


def sums_of(kind: CauseKind, counted: Counted, period: Period) -> Sums:
    """Of what is not tried, as tickets, time is what counts are compared by."""
    seen = (
        set(counted.tries)
        if counted.tries is not None
        else {at for each in counted.courses.values() for at in each}
    )
    oldest = max((block for block in seen if block >= period.now), default=period.now - 1)
    before = range(period.now, oldest + 1)
    places: dict[Place, list[Tally]] = {}
    for tally in counted.tallies:
        places.setdefault(tally.place, []).append(tally)
    spread = _spread(counted, period, before)
    known = list(places.items())
    counts = [_now_and_before(each) for _, each in known]
    rates = _rates(known, counts, spread)
    return Sums(
        kind=kind,
        leaves=[
            _leaf(place, *count, spread, rates, timed=counted.tried is None)
            for (place, _), count in zip(known, counts, strict=True)
        ],
        told=[[tally for tally in each if not tally.past] for _, each in known],
        dispersion=_dispersion(counted, before),
        compared=spread.all_before > 0,
    )


def gathered(sums: Sums, leaves: Iterable[int]) -> Gathered:
    """Leaves with nothing in the period add to what was to be expected. At least one has something."""
    own = list(leaves)
    told = [tally for at in own for tally in sums.told[at]]
    amounts: defaultdict[str, int] = defaultdict(int)
    for tally in told:
        if tally.currency is not None:
            amounts[tally.currency] += tally.amount_minor
    told.sort(key=lambda tally: (tally.last_at, tally.example), reverse=True)
    count = sum(tally.count for tally in told)
    return Gathered(
        count=count,
        before=sum(sums.leaves[at].before for at in own),
        expected=sum(sums.leaves[at].expected for at in own),
        more=sum(sums.leaves[at].more * sums.leaves[at].now for at in own) / count,
        money=[
            CauseMoney(currency=currency, amount_minor=amount)
            for currency, amount in sorted(amounts.items(), key=lambda each: (-each[1], each[0]))
        ],
        first_at=min(tally.first_at for tally in told),
        last_at=told[0].last_at,
        examples=list(dict.fromkeys(tally.example for tally in told)),
    )


def _now_and_before(tallies: Iterable[Tally]) -> tuple[int, int]:
    now = before = 0
    for tally in tallies:
        if tally.past:
            before += tally.count
        else:
            now += tally.count
    return now, before


def _spread(counted: Counted, period: Period, before: range) -> _Spread:
    """Of what is not tried, time: each block as much as another."""
    if counted.tried is None:
        return _Spread({}, {}, float(period.now), float(len(before)))
    now: defaultdict[Place, int] = defaultdict(int)
    past: defaultdict[Place, int] = defaultdict(int)
    for each in counted.tried:
        (past if each.past else now)[each.place] += each.tries
    return _Spread(now, past, float(sum(now.values())), float(sum(past.values())))


def _rates(
    known: Sequence[tuple[Place, object]], counts: Sequence[tuple[int, int]], spread: _Spread
) -> Mapping[str, float]:
    """How often each code came before, over all places."""
    sums: defaultdict[str, int] = defaultdict(int)
    for (place, _), (_, before) in zip(known, counts, strict=True):
        sums[place.code] += before
    return {code: count / spread.all_before if spread.all_before else 0.0 for code, count in sums.items()}


def _leaf(
    place: Place, now: int, before: int, spread: _Spread, rates: Mapping[str, float], *, timed: bool
) -> Leaf:
    more = spread.all_now / spread.all_before if spread.all_before else 0.0
    if timed:
        return Leaf(place, now, before, before * more, more)
    bare = msgspec.structs.replace(place, code="")
    tries, tried = spread.now.get(bare, 0), spread.before.get(bare, 0)
    if not tried:  # a new place: as others do
        return Leaf(place, now, before, tries * rates[place.code] if not before else before * more, more)
    return Leaf(place, now, before, before * tries / tried, tries / tried)


def _dispersion(counted: Counted, before: range) -> float:
    if not before:
        return 1.0
    counts = {code: [float(each.get(at, 0)) for at in before] for code, each in counted.courses.items()}
    tries = counted.tries
    return dispersion_of(counts, None if tries is None else [float(tries.get(at, 0)) for at in before])
