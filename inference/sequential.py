"""Two arms compared while the numbers come in: a test that may be looked at after every decision.

Each arm is a stream of values between 0 and 1 with a fixed mean (a rate, a probability, a squared error), of which only
how many and their sum are kept. For means a and b the likelihood ratio

    mixture(n_a, s_a) * mixture(n_b, s_b)  /  a^s_a (1-a)^(n_a-s_a) * b^s_b (1-b)^(n_b-s_b)

with a Beta(1/2, 1/2) mixture in the numerator starts at 1 and is a non-negative supermartingale where a and b are the true
means, for values of 0 and 1 and, by convexity, for any values between. So it exceeds 1 / alpha at any time whatsoever with
probability alpha at most (Ville 1939), and the largest denominator over all pairs with b - a = difference makes that hold
for the difference alone. No sample size is planned, and stopping when it looks good is allowed.

Sources: Robbins, "Statistical methods related to the law of the iterated logarithm" (1970), mixtures; Johari, Koomen, Pekelis
and Walsh, "Always valid inference" (Operations Research 2022), the mSPRT for A/B tests; Wasserman, Ramdas and Balakrishnan,
"Universal inference" (PNAS 2020), the maximum under the null; Howard, Ramdas, McAuliffe and Sekhon, "Time-uniform,
nonparametric, nonasymptotic confidence sequences" (Annals of Statistics 2021), bounded values.
"""

import functools
import math
from collections.abc import Callable

import msgspec

_PRIOR = 0.5
_EXACT = 1e-14
_STEPS = 36
"""Halvings of an interval of length 1 or 2: what is left is far below any rate's last digit."""


class Tally(msgspec.Struct, frozen=True):
    """All that is kept of one arm. total: the sum of `count` values, each from 0 to 1."""

    count: int
    total: float

    @property
    def mean(self) -> float | None:
        return self.total / self.count if self.count else None


class Interval(msgspec.Struct, frozen=True, kw_only=True):
    """Where b - a lies, at every moment at once, with probability `level`. p_value: of no difference; always valid."""

    difference: float | None
    low: float
    high: float
    level: float
    p_value: float


def log_evidence(a: Tally, b: Tally, difference: float) -> float:
    """The logarithm of the evidence against mean(b) - mean(a) = difference; above log(1 / alpha) it is refused.

    Returns: infinity where the difference is impossible.
    """
    return _log_mixture(a) + _log_mixture(b) - _log_likelihood_max(a, b, difference)


def interval(a: Tally, b: Tally, alpha: float) -> Interval:
    """The differences that are not refused. Without values in one arm that is everything, -1 to 1."""
    if a.mean is None or b.mean is None:
        return Interval(difference=None, low=-1.0, high=1.0, level=1 - alpha, p_value=1.0)
    found = b.mean - a.mean
    evidence = functools.partial(log_evidence, a, b)
    return Interval(
        difference=found,
        low=_edge(evidence, found, -1.0, alpha),
        high=_edge(evidence, found, 1.0, alpha),
        level=1 - alpha,
        p_value=math.exp(-max(0.0, evidence(0.0))),
    )


def paired_interval(count: int, total: float, alpha: float) -> Interval:
    """The mean of differences from -1 to 1 between two arms that were both asked about each event.

    Moved to 0 … 1 they are one stream of bounded values, and the same mixture is a bet against each of its means.
    """
    if not count:
        return Interval(difference=None, low=-1.0, high=1.0, level=1 - alpha, p_value=1.0)
    moved = Tally(count, (total + count) / 2)
    found = moved.total / count

    def evidence(mean: float) -> float:
        return _log_mixture(moved) - _log_likelihood(moved, mean)

    return Interval(
        difference=2 * found - 1,
        low=2 * _edge(evidence, found, 0.0, alpha) - 1,
        high=2 * _edge(evidence, found, 1.0, alpha) - 1,
        level=1 - alpha,
        p_value=math.exp(-max(0.0, evidence(0.5))),
    )


def _edge(evidence: Callable[[float], float], inside: float, outside: float, alpha: float) -> float:
    """The last value from `inside` towards `outside` that is not refused; the evidence only grows that way."""
    bound = -math.log(alpha)
    if evidence(outside) < bound:
        return outside
    for _ in range(_STEPS):
        middle = (inside + outside) / 2
        if evidence(middle) < bound:
            inside = middle
        else:
            outside = middle
    return outside


def _log_mixture(arm: Tally) -> float:
    """log B(s + 1/2, n - s + 1/2) - log B(1/2, 1/2)."""
    ones, zeros = arm.total + _PRIOR, arm.count - arm.total + _PRIOR
    return math.lgamma(ones) + math.lgamma(zeros) - math.lgamma(ones + zeros) - math.log(math.pi)


def _log_likelihood_max(a: Tally, b: Tally, difference: float) -> float:
    """The largest log likelihood over pairs (mean, mean + difference); it is concave in the mean.

    Newton's steps, halved into the bracket where they leave it: about eight instead of fifty.
    """
    low, high = max(0.0, -difference), min(1.0, 1.0 - difference)
    mean = (low + high) / 2
    for _ in range(_STEPS):
        slope = _slope(a, mean) + _slope(b, mean + difference)
        if slope > 0:
            low = mean
        else:
            high = mean
        bend = _bend(a, mean) + _bend(b, mean + difference)
        step = mean + slope / bend if bend > 0 and math.isfinite(slope) else low
        before, mean = mean, step if low < step < high else (low + high) / 2
        if abs(mean - before) < _EXACT:
            break
    return _log_likelihood(a, mean) + _log_likelihood(b, mean + difference)


def _bend(arm: Tally, mean: float) -> float:
    """How fast the slope falls."""
    ones, zeros = arm.total, arm.count - arm.total
    rising = ones / mean**2 if ones > 0 and mean > 0 else 0.0
    return rising + (zeros / (1 - mean) ** 2 if zeros > 0 and mean < 1 else 0.0)


def _slope(arm: Tally, mean: float) -> float:
    ones, zeros = arm.total, arm.count - arm.total
    rising = ones / mean if ones > 0 and mean > 0 else math.inf if ones > 0 else 0.0
    falling = zeros / (1 - mean) if zeros > 0 and mean < 1 else math.inf if zeros > 0 else 0.0
    return rising - falling if math.isfinite(rising) or math.isfinite(falling) else 0.0


def _log_likelihood(arm: Tally, mean: float) -> float:
    return _times_log(arm.total, mean) + _times_log(arm.count - arm.total, 1 - mean)


def _times_log(times: float, value: float) -> float:
    if times <= 0:
        return 0.0
    return times * math.log(value) if value > 0 else -math.inf
