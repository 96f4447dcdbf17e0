"""Two versions of a workflow judged by how their instances ended, while many are still open. Pure.

Open instances are no reason to wait, and no reason to look at the quick ones alone: they count as if each would end in the way
that speaks against what is to be shown. What is said of the counts with any ending of theirs is said of those with the true one,
so it holds at every look, as `inference.sequential` has it. A flow of long instances would leave much open for ever; so the same
is asked of those alone that were started long enough ago to have ended, a prefix of the same sequence. A confidence sequence
holds for all its prefixes at once, so what both say holds, at no cost in the level.
"""

from collections.abc import Callable, Sequence
from typing import Literal

import msgspec

from inference.arm_trials import Breach
from inference.experiments import ALPHA, Difference, difference_of
from inference.guardrails import ALPHA as GUARD_ALPHA
from inference.sequential import Interval, Tally, interval

Success = Literal["completed", "case_opened", "cancelled"]
Ended = Literal["completed", "case_opened", "faulted", "cancelled", "late", "open"]
Verdict = Literal["better", "worse", "undecided"]
ENDED: tuple[Ended, ...] = ("completed", "case_opened", "faulted", "cancelled", "late", "open")


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """Instances of one arm that ended in one way. old: started so long ago that none of its kind is open.

    used: the sum of what each took, in parts of the time that is allowed, up to 1.
    """

    candidate: bool
    old: bool
    ended: Ended
    count: int
    used: float


class Bounds(msgspec.Struct, frozen=True):
    """A sum of values between 0 and 1 of which some are not known: the least and the most that it can come to."""

    count: int
    low: float
    high: float

    def mirrored(self) -> "Bounds":
        """The same of 1 minus each value."""
        return Bounds(self.count, self.count - self.high, self.count - self.low)


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    differences: list[Difference]
    guardrail: Breach
    verdict: Verdict


Pair = tuple[Bounds, Bounds]
"""Control and candidate."""
Measure = Callable[[Counted], tuple[float, float]]
"""The least and the most that the instances can come to."""


def judge(counted: Sequence[Counted], success: Sequence[Success], fail_rise_max: float) -> Judged:
    """Compare both arms; whatever is said is wrong with probability 0.05 at most, over all looks, and the guardrail's 0.01."""

    def successes(each: Counted) -> tuple[float, float]:
        if each.ended == "open":
            return 0.0, float(each.count)
        found = float(each.count) if each.ended in success else 0.0
        return found, found

    won = difference_of("success_rate", between(_prefixes(counted, successes), ALPHA))
    used = difference_of("time_used", between(_prefixes(counted, _used), ALPHA))
    failed = [(one.mirrored(), other.mirrored()) for one, other in _prefixes(counted, successes)]
    guarded = between(failed, GUARD_ALPHA)
    verdicts: dict[str, Verdict] = {"higher": "better", "lower": "worse", "undecided": "undecided"}
    return Judged(
        differences=[won, used],
        guardrail=Breach(
            figure="failure_rate",
            limit=fail_rise_max,
            difference=guarded.difference,
            low=guarded.low,
            high=guarded.high,
            breached=guarded.low > fail_rise_max,
        ),
        verdict=verdicts[won.verdict],
    )


def between(prefixes: Sequence[Pair], alpha: float) -> Interval:
    """Candidate minus control, as far as it holds whatever becomes of what is open, on every prefix.

    prefixes: of one sequence, the longest first. Returns: the difference of the middle between least and most, and where it lies.
    """
    found = [_between(*pair, alpha) for pair in prefixes]
    low, high = max(each.low for each in found), min(each.high for each in found)
    if low > high:  # one of them is wrong, of which the level tells how seldom
        return found[0]
    whole = found[0].difference
    return msgspec.structs.replace(
        found[0],
        difference=None if whole is None else min(max(whole, low), high),
        low=low,
        high=high,
        p_value=min(each.p_value for each in found),
    )


def _between(control: Bounds, candidate: Bounds, alpha: float) -> Interval:
    least = interval(Tally(control.count, control.high), Tally(candidate.count, candidate.low), alpha)
    if control.low == control.high and candidate.low == candidate.high:
        return least
    most = interval(Tally(control.count, control.low), Tally(candidate.count, candidate.high), alpha)
    if least.difference is None or most.difference is None:
        return least
    above = least.p_value if least.difference > 0 else 1.0
    below = most.p_value if most.difference < 0 else 1.0
    return Interval(
        difference=(least.difference + most.difference) / 2,
        low=least.low,
        high=most.high,
        level=1 - alpha,
        p_value=min(above, below),
    )


def _prefixes(counted: Sequence[Counted], measure: Measure) -> list[Pair]:
    """All instances, and the old ones alone where that is something else."""
    everything = _pair(counted, measure)
    old = [each for each in counted if each.old]
    return [everything] if len(old) == len(counted) else [everything, _pair(old, measure)]


def _pair(counted: Sequence[Counted], measure: Measure) -> Pair:
    return (
        _bounds([each for each in counted if not each.candidate], measure),
        _bounds([each for each in counted if each.candidate], measure),
    )


def _bounds(counted: Sequence[Counted], measure: Measure) -> Bounds:
    ranges = [measure(each) for each in counted]
    return Bounds(
        count=sum(each.count for each in counted),
        low=sum(low for low, _ in ranges),
        high=sum(high for _, high in ranges),
    )


def _used(each: Counted) -> tuple[float, float]:
    """What is open has used its age at least, and all its time at most; float sums may stray above the count."""
    used = min(each.used, float(each.count))
    return used, float(each.count) if each.ended == "open" else used
