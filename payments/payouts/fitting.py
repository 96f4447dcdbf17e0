"""Fits what is usual to the latest stages that have ended: robustly, and with desks that close at night.

Desks. A slot of the week is closed when stages that waited through it as good as never ended in it, against how many end at their
age at any time (as a log-rank test expects them). It is asked of weekdays, of half hours of the day and of single slots, each
where it would have seen `_EXPECTED_MIN` ends.

Durations. What ended within an hour of a desk's opening was ready some time since it closed: an interval, not a number. The law of
such data is Turnbull's self-consistent estimate (Turnbull 1976, J. R. Stat. Soc. B 38) on a logarithmic grid.

Three standard deviations. Of ln(duration), or of the power of it that brings its quantiles nearest to a normal's (a probability
plot; Wilson and Hilferty 1931 for why powers): waits of one queue are exponential, and their logarithm is skewed. The line is
fitted to quantiles between 5 % and 95 %, so the few payouts that were stuck themselves do not move it.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from payments.payouts.habits import (
    BACKLOG_H,
    COUNT_MIN,
    SHARES,
    SLOTS,
    Calendar,
    Ends,
    Habits,
    Law,
    Like,
    Spread,
    amount_keys,
    end_keys,
    group_keys,
)

DEVIATIONS = 3.0
CREDIT = ">credited"
"""Stages of this ending are those of the whole rest: from a stage to the credit."""
_GROUP_MAX = 2_000
_EXPECTED_MIN = 5.0
_CLOSED_BELOW = 0.1
_USUAL = 0.98
_GRID = np.geomspace(1 / 720, 4_000.0, 501)  # hours: five seconds to five months, in steps of 3 %
_ROUNDS = 60
_POWERS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.75, 1.0)
_ALIKE = 0.8  # of Kolmogorov and Smirnov, 5 %
_PLOT = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
_NORMAL = np.array(
    [-1.644854, -1.281552, -0.841621, -0.524401, -0.253347, 0.0, 0.253347, 0.524401, 0.841621, 1.281552, 1.644854]
)  # fmt: skip
_LOG_FLOOR = 0.05


class EndedStage(NamedTuple):
    """began, ended: hours since 1970."""

    payout: UUID
    stage: str
    next: str
    like: Like
    began: float
    ended: float


class KnownPayout(NamedTuple):
    """stage: where it is, or how it ended."""

    like: Like
    currency: str
    amount_minor: int
    stage: str


def fit(at: dt.datetime, stages: Sequence[EndedStage], payouts: Sequence[KnownPayout]) -> Habits:
    """stages: those that ended last, in any order. payouts: the latest ones. Cost: O(n), some 100 ms for 20,000."""
    whole = [*stages, *_to_credit(stages)]
    calendars: dict[str, Calendar] = {}
    groups: dict[str, list[int]] = defaultdict(list)
    of_calendar: dict[str, list[int]] = defaultdict(list)
    for place, each in enumerate(whole):
        of_calendar[f"{each.stage}|{each.like.method}"].append(place)
        for _, key in group_keys(each.stage, each.like):
            groups[key].append(place)
    began, ended = np.array([each.began for each in whole]), np.array([each.ended for each in whole])
    low, high = np.zeros(len(whole)), np.zeros(len(whole))
    for key, places in of_calendar.items():
        at_places = np.array(places)
        closed = _closed(began[at_places], ended[at_places])
        calendars[key] = _calendar(closed)
        low[at_places], high[at_places] = _intervals(began[at_places], ended[at_places], closed)
    laws: dict[str, Law] = {}
    powers: dict[str, float] = {}
    for key in sorted(groups, key=_width):
        places = groups[key]
        if len(places) >= COUNT_MIN:
            newest = np.array(sorted(places, key=lambda place: ended[place])[-_GROUP_MAX:])
            member = whole[places[0]]
            wide = f"m|{member.stage}|{member.like.method}"
            laws[key], powers[key] = _law(low[newest], high[newest], powers.get(wide))
    first = {key: whole[places[0]] for key, places in groups.items() if key in laws}
    return Habits(
        fitted_at=at,
        laws=_telling(laws, first),
        calendars={key: each for key, each in calendars.items() if each.closed},
        amounts=_amounts(payouts),
        ends=_ends(payouts),
    )


def _telling(laws: dict[str, Law], first: dict[str, EndedStage]) -> dict[str, Law]:
    """Leave out groups whose law is no other than that of the wider group, which is known better. first: a member of each."""
    kept: dict[str, Law] = {}
    for key in sorted(laws, key=_width):
        member = first[key]
        wider = [each for _, each in group_keys(member.stage, member.like)]
        behind = wider[wider.index(key) + 1 :]
        base = next((kept[each] for each in behind if each in kept), None)
        if base is None or _apart(laws[key], base) > _ALIKE / laws[key].count ** 0.5:
            kept[key] = laws[key]
    return kept


def _width(key: str) -> int:
    """Order groups by how wide they are, the widest first."""
    return "smbgp".index(key[0])


def _apart(law: Law, base: Law) -> float:
    """The largest gap between two laws."""
    return max(abs(base.ended_by(hours) - share) for share, hours in zip(SHARES, law.hours, strict=True))


def _to_credit(stages: Sequence[EndedStage]) -> list[EndedStage]:
    """From each stage of a credited payout to its credit; of the last stage that is the stage itself, without those that failed."""
    credited = {each.payout: each.ended for each in stages if each.next == "credited"}
    return [
        each._replace(stage=each.stage + CREDIT, ended=credited[each.payout])
        for each in stages
        if each.payout in credited
    ]


def _closed(began: NDArray[np.float64], ended: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Say of each slot of the week whether the desk is closed. Returns: bool[336].

    The longest waits are left out: what is stuck waits through nights in which nobody else does.
    """
    usual = ended - began <= np.quantile(ended - began, _USUAL)
    began, ended = began[usual], ended[usual]
    starts = np.floor(began * 2).astype(np.int64)
    ages = np.floor(ended * 2).astype(np.int64) - starts
    order = np.argsort(ages)
    starts, ages = starts[order], ages[order]
    expected = np.zeros(SLOTS)
    for age in range(int(ages[-1]) + 1):
        left = starts[np.searchsorted(ages, age) :]
        ending = np.searchsorted(ages, age, side="right") - np.searchsorted(ages, age)
        if ending:
            expected += np.bincount((left + age) % SLOTS, minlength=SLOTS) * (ending / len(left))
    ends = np.bincount((starts + ages) % SLOTS, minlength=SLOTS).astype(np.float64)
    week, weekly = expected.reshape(7, 48), ends.reshape(7, 48)
    closed_day = _never(week.sum(axis=1), weekly.sum(axis=1))[:, None]
    closed_hour = _closed_run(week.sum(axis=0), weekly.sum(axis=0))[None, :]
    found = np.asarray((closed_day | closed_hour).reshape(SLOTS), np.bool_) | _closed_run(expected, ends)
    return _filled(found, ends)


def _filled(closed: NDArray[np.bool_], ends: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Close what lies between two closed stretches and as good as never saw an end: few are of an age to end in it."""
    if not closed.any() or closed.all():
        return closed
    start = int(np.flatnonzero(closed)[0])
    turned, seen = np.roll(closed, -start), np.roll(ends, -start)
    edges = np.flatnonzero(np.diff(np.concatenate([turned, [True]]).astype(np.int8)))
    for before, last in zip(edges[::2], edges[1::2], strict=True):
        gap = slice(before + 1, last + 1)
        if seen[gap].sum() < _CLOSED_BELOW * ends.mean() * (last - before):
            turned[gap] = True
    return np.roll(turned, start)


def _closed_run(expected: NDArray[np.float64], seen: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Slots that are closed by themselves, or with both their neighbours: one odd end does not open a desk at night."""
    near, nearby = (np.roll(each, -1) + each + np.roll(each, 1) for each in (expected, seen))
    return _never(expected, seen) | _never(near, nearby)


def _never(expected: NDArray[np.float64], seen: NDArray[np.float64]) -> NDArray[np.bool_]:
    return (expected >= _EXPECTED_MIN) & (seen < _CLOSED_BELOW * expected)


def _calendar(closed: NDArray[np.bool_]) -> Calendar:
    if closed.all():
        return Calendar([])
    edges = np.flatnonzero(np.diff(np.concatenate([[False], closed, [False]]).astype(np.int8)))
    return Calendar([(int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True)])


def _intervals(
    began: NDArray[np.float64], ended: NDArray[np.float64], closed: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Between what and what each duration lies, in hours; the same twice where it is known."""
    took = ended - began
    if not closed.any() or closed.all():
        return took, took
    until_closed, since_opened = _runs(closed)
    start, stop = np.floor(began * 2).astype(np.int64), np.floor(ended * 2).astype(np.int64)
    closes = np.maximum((start + until_closed[start % SLOTS]) / 2, began)
    opened = (stop - since_opened[stop % SLOTS]) / 2
    waited = (closes < opened) & (ended < opened + BACKLOG_H) & ~closed[stop % SLOTS]
    return np.where(waited, closes - began, took), took


def _runs(closed: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Slots until the next closed one (0 in one), and slots since a desk opened (0 in the first open one)."""
    thrice = np.tile(closed, 3)
    until, since = np.zeros(len(thrice), np.int64), np.zeros(len(thrice), np.int64)
    for place in range(len(thrice) - 2, -1, -1):
        until[place] = 0 if thrice[place] else until[place + 1] + 1
    for place in range(1, len(thrice)):
        since[place] = 0 if thrice[place] or thrice[place - 1] else since[place - 1] + 1
    return until[SLOTS : 2 * SLOTS], since[SLOTS : 2 * SLOTS]


def _law(low: NDArray[np.float64], high: NDArray[np.float64], power: float | None) -> tuple[Law, float]:
    """Fit the law of durations that lie between `low` and `high`, hours. power: of the wider group. Returns: the law, its power."""
    cells = len(_GRID) - 1
    first = np.clip(np.searchsorted(_GRID, low, side="right") - 1, 0, cells - 1)
    last = np.maximum(np.clip(np.searchsorted(_GRID, high, side="right") - 1, 0, cells - 1), first)
    mass = np.full(cells, 1.0 / cells)
    for _ in range(_ROUNDS):
        below = np.concatenate([[0.0], np.cumsum(mass)])
        weight = 1.0 / np.maximum(below[last + 1] - below[first], 1e-300)
        gain = (
            np.bincount(first, weight, cells + 1)[:cells] - np.bincount(last + 1, weight, cells + 1)[:cells]
        )
        mass = np.maximum(mass * np.cumsum(gain), 0.0)
        mass /= mass.sum()
    below = np.concatenate([[0.0], np.cumsum(mass)])
    rising = below + np.arange(len(below)) * 1e-12
    shares = np.exp(np.interp(SHARES, rising, np.log(_GRID)))
    plotted = np.exp(np.interp(_PLOT, rising, np.log(_GRID)))
    found, power = _limit(plotted, _POWERS if power is None else (power,))
    limit = max(found, float(plotted[-1]))
    return Law(len(low), [round(float(each), 5) for each in shares], round(limit, 5)), power


def _limit(hours: NDArray[np.float64], powers: Sequence[float]) -> tuple[float, float]:
    """Three standard deviations above the middle, on the scale on which the quantiles are nearest to a normal's; and its power."""
    best, limit, chosen = np.inf, 0.0, 0.0
    for power in powers:
        values = np.log(hours) if power == 0 else hours**power
        slope, middle = np.polyfit(_NORMAL, values, 1)
        apart = np.sum((values - middle - slope * _NORMAL) ** 2)
        off = float(apart / max(np.sum((values - values.mean()) ** 2), 1e-12))
        if off < best:
            reach = middle + DEVIATIONS * max(float(slope), _LOG_FLOOR if power == 0 else 0.0)
            best, chosen = off, power
            limit = float(np.exp(reach)) if power == 0 else float(reach ** (1 / power))
    return limit, chosen


def _amounts(payouts: Sequence[KnownPayout]) -> dict[str, Spread]:
    logs: dict[str, list[float]] = defaultdict(list)
    for each in payouts:
        for _, key in amount_keys(each.like, each.currency):
            logs[key].append(each.amount_minor)
    return {
        key: _spread(np.log(np.array(values))) for key, values in logs.items() if len(values) >= COUNT_MIN
    }


def _spread(logs: NDArray[np.float64]) -> Spread:
    """Middle and spread by quartiles: 1.349 standard deviations lie between those of a normal."""
    lower, middle, upper = np.quantile(logs, (0.25, 0.5, 0.75))
    return Spread(len(logs), float(middle), max(float(upper - lower) / 1.349, 0.1))


def _ends(payouts: Sequence[KnownPayout]) -> dict[str, Ends]:
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for each in payouts:
        if each.stage in {"credited", "failed", "returned"}:
            for _, key in end_keys(each.like):
                counts[key][0] += 1
                counts[key][1] += each.stage != "credited"
    return {key: Ends(count, failed) for key, (count, failed) in counts.items() if count >= COUNT_MIN}
