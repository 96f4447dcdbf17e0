"""What is believed of one month's spending: quantiles and a probability that are of one distribution, and that add up.

A version tells three quantiles and a probability, each fitted apart. Here they become one curve from shares to amounts, of which
everything that is said is read. Pure and deterministic. Source: docs/decisions/0038.
"""

import dataclasses
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from math import sqrt
from statistics import NormalDist, median

from inference.features.customer_past import mean

LOW, MIDDLE, HIGH = 0.1, 0.5, 0.9
_SURE = 0.001  # no probability is nearer to 0 or 1: of more nothing can be known
_GAP = 0.003  # of the usual: what lies between quantiles at least, and a steady amount's least deviation
_OWN_GAP = 0.1  # the same, of the deviation of the customer's own months
_STEADY_STEP = 0.02  # from month to month, of the amount
_STEADY_MONTHS = 3
_KEPT = 0.5  # of the steps are none: the amount is of a contract, and stays as it was last
_ATOM_MAX = (
    0.78  # however long it stayed, in one of five cases it changes, so that P10 and P90 are not the same
)
_TAIL = 0.8  # how far the ends lie beyond P10 and P90, in distances of these from the median
_RETURN = 0.1  # a month: how fast what was last seen gives way to what the whole past says
_SEASON = 0.25  # what one same month a year ago counts beside the median of all
_WIDER = 0.1  # a month: growth of the variance
_TO_DEVIATION = 2 * NormalDist().inv_cdf(HIGH)
_BODY = tuple(each / 100 for each in (2, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 98))


@dataclasses.dataclass(frozen=True, slots=True)
class Belief:
    """points: (share of cases, amount that is not exceeded in them), both rising, from share 0 to 1. steady: of a regular amount."""

    points: tuple[tuple[float, float], ...]
    steady: bool = False

    def at(self, share: float) -> float:
        """Return the quantile of a share."""
        place = min(max(bisect_left(self.points, (share,)), 1), len(self.points) - 1)
        (left, low), (right, high) = self.points[place - 1], self.points[place]
        if right <= left or share > right:
            return high
        return low + (high - low) * (share - left) / (right - left)

    def above(self, amount: float) -> float:
        """Return the share of cases with more than an amount."""
        below = 0.0
        for (left, low), (right, high) in pairwise(self.points):
            if high <= amount:
                below = right
            elif low <= amount:
                below = left + (right - left) * (amount - low) / (high - low)
        return 1 - below

    @property
    def deviation(self) -> float:
        return (self.at(HIGH) - self.at(LOW)) / _TO_DEVIATION

    def moved(self, middle: float) -> "Belief":
        """Return the same with another median: less by a factor, more by a shift of the upper half and a factor of the lower."""
        now = self.at(MIDDLE)
        factor, shift = (middle / now if now > 0 else 0.0), max(0.0, middle - now)
        points = [
            (share, amount * factor if share < MIDDLE or not shift else amount + shift)
            for share, amount in self.points
            if share != MIDDLE
        ]
        return dataclasses.replace(self, points=tuple(sorted([*points, (MIDDLE, middle)])))

    def at_least(self, other: "Belief") -> "Belief":
        """Return the same, at none of its points below another: who spends at least this on one thing spends it."""
        points = tuple((share, max(amount, other.at(share))) for share, amount in self.points)
        return dataclasses.replace(self, points=points)


@dataclasses.dataclass(frozen=True, slots=True)
class Told:
    """What a version tells of one series and month. values: minor units by month, the newest first. usual: what heads are relative to.

    amounts: P10, P50 and P90 in minor units. more: probability of more than is usual. ahead: of the month, from 1.
    blind: how many months ahead the version has told the same.
    """

    values: Sequence[float]
    usual: float
    amounts: tuple[float, float, float]
    more: float
    ahead: int = 1
    blind: int = 0


def believed(told: Told, *, regular: bool = True) -> Belief:
    """Return one distribution: of a regular amount by its own line, of what paused by its own past, else by the version.

    regular: whether it may be a regular amount: a sum of parts that are none is not, however even it was.
    """
    steady = _steady(told) if regular else None
    if steady is not None:
        return steady
    return _bent(told) if told.usual > 0 else _paused(told)


def _steady(told: Told) -> Belief | None:
    """The amount that the last months agree on, or their line where it clearly rises or falls; None where they disagree."""
    run = [told.values[0]]
    for value in told.values[1:]:
        if not value > 0 or abs(run[-1] - value) > _STEADY_STEP * value:
            break
        run.append(value)
    if len(run) < _STEADY_MONTHS + (len(run) < len(told.values)):
        return None
    steps = [one - before for one, before in pairwise(run)]
    kept = steps.count(0.0) / len(steps)
    if kept >= _KEPT:
        middle, error = run[0], sqrt(mean([each**2 for each in steps]))
    else:
        middle, error = _on_line(run, told.ahead)
    deviation = max(error, _GAP * middle) * sqrt(told.ahead)
    lasts = len(run) / (len(run) + told.ahead)  # rule of succession
    return _around(middle, deviation, min(_ATOM_MAX, kept * lasts) if kept >= _KEPT else 0.0)


def _on_line(run: Sequence[float], ahead: int) -> tuple[float, float]:
    """Where the least squares line leads, or the mean where no slope is clear, and the error of such a forecast a month ahead."""
    count, centre, level = len(run), (len(run) - 1) / 2, mean(run)
    square = sum((centre - place) ** 2 for place in range(count))
    slope = sum((centre - place) * value for place, value in enumerate(run)) / square
    off = [value - level - slope * (centre - place) for place, value in enumerate(run)]
    error = sqrt(sum(each**2 for each in off) / (count - 2))
    if abs(slope) <= 2 * error / sqrt(square):
        slope, error = 0.0, _deviation(run) * sqrt(count / (count - 1))
    return max(0.0, level + slope * (centre + ahead)), error * sqrt(1 + 1 / count)


def _around(middle: float, deviation: float, atom: float) -> Belief:
    """Normal, with a part of all cases at the middle itself."""
    law = NormalDist()
    points = [(0.0, middle - 3 * deviation), (MIDDLE, middle), (1.0, middle + 3 * deviation)]
    for share in _BODY:
        if share != MIDDLE:
            moved = share * (1 - atom) + (atom if share > MIDDLE else 0)
            points.append((moved, middle + deviation * law.inv_cdf(share)))
    if atom:
        points += [((1 - atom) / 2, middle), ((1 + atom) / 2, middle)]
    return Belief(tuple(sorted((share, max(0.0, amount)) for share, amount in points)), steady=True)


def _paused(told: Told) -> Belief:
    """Nothing was spent of late: nothing comes, or, as likely as the version says, what came before."""
    came = sorted(value for value in told.values if value > 0)
    more = min(max(told.more, _SURE), 1 - _SURE)
    if not came:
        return Belief(((0.0, 0.0), (1 - min(more, 1 - HIGH), 0.0), (1.0, 1.0)))
    steps = [came[0] * 0.5, *came, came[-1] * 1.5]
    width = more / (len(steps) - 1)
    return Belief(
        (
            (0.0, 0.0),
            (1 - more, 0.0),
            *((1 - more + width * place, value) for place, value in enumerate(steps[:-1])),
            (1.0, steps[-1]),
        )
    )


def _bent(told: Told) -> Belief:
    """The version's quantiles, parted and widened, on a curve that is bent until it passes the usual where the probability says."""
    gap = max(_GAP * told.usual, _OWN_GAP * _deviation(told.values))
    low, middle, high = told.amounts
    wider = sqrt(1 + _WIDER * told.blind)
    below, over = max(middle - low, gap) * wider, max(high - middle, gap) * wider
    middle = max(0.0, middle + (_anchor(told) - middle) * (1 - (1 - _RETURN) ** told.blind))
    low, high = max(0.0, middle - below), middle + over
    usual = told.usual
    least = max(0.0, min(low - _TAIL * below, usual - gap))
    most = max(high + _TAIL * over, usual + gap)
    curve = Belief(((0.0, least), (LOW, low), (MIDDLE, middle), (HIGH, high), (1.0, most)))
    less = 1 - min(max(told.more, _SURE), 1 - _SURE)
    found = 1 - curve.above(usual)

    def bent(share: float) -> float:
        if share <= less:
            return curve.at(found * share / less)
        return curve.at(1 - (1 - found) * (1 - share) / (1 - less))

    shares = {0.0, *_BODY, 1.0}
    points = {share: min(bent(share), usual) if share < less else max(bent(share), usual) for share in shares}
    points[less] = usual
    return Belief(tuple(sorted(points.items())))


def _anchor(told: Told) -> float:
    """What the whole past says: its median, and a little the same month a year ago."""
    usually = median(told.values)
    place = 12 - told.ahead
    if usually > 0 and place < len(told.values):
        return (1 - _SEASON) * usually + _SEASON * told.values[place]
    return usually


def added_up(
    total: Belief, own: Sequence[float], parts: Sequence[Belief], pasts: Sequence[Sequence[float]]
) -> tuple[Belief, list[Belief]]:
    """Move medians until the parts' add up to the total's, each by its share of all variance; what is steady, and nought, stays.

    own, pasts: minor units by month of the total and of each part; what no part tells is a rest at its own median.
    Source: least squares reconciliation, Wickramasuriya, Athanasopoulos and Hyndman 2019, with a diagonal.
    """
    rest = [max(0.0, value - sum(each[month] for each in pasts)) for month, value in enumerate(own)]
    if len(parts) == 1 and not any(rest):
        return parts[0], list(parts)
    middles = [each.at(MIDDLE) for each in parts]
    weights = [
        0.0 if each.steady or not middle else _variance(each, past)
        for each, past, middle in zip(parts, pasts, middles, strict=True)
    ]
    weight = _variance(total, own)
    other = median(rest)
    gap = total.at(MIDDLE) - sum(middles) - other
    share = gap / max(weight + sum(weights), 1.0)
    moved = [
        each.moved(max(0.0, middle + share * own_weight)) if own_weight else each
        for each, middle, own_weight in zip(parts, middles, weights, strict=True)
    ]
    found = total.moved(sum(each.at(MIDDLE) for each in moved) + other)
    for each in moved:
        found = found.at_least(each)
    return found, moved


def _variance(belief: Belief, past: Sequence[float]) -> float:
    return (belief.deviation if belief.steady else max(belief.deviation, _deviation(past))) ** 2


def _deviation(values: Sequence[float]) -> float:
    centre = mean(values)
    return sqrt(sum((value - centre) ** 2 for value in values) / len(values))
