"""What is said of two versions of a workflow: true at every look, whatever becomes of what is still open."""

import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inference.sequential import Tally, interval
from resolution.workflows.trial_judging import Bounds, Counted, Ended, Judged, Success, between, judge

SUCCESS: tuple[Success, ...] = ("completed",)
LIMIT = 0.02


def arm(candidate: bool, *, old: bool = True, **ways: int) -> list[Counted]:
    """Instances of one arm that took half of their time each."""
    return [
        Counted(candidate=candidate, old=old, ended=way, count=count, used=count / 2)  # type: ignore[arg-type]
        for way, count in ways.items()
    ]


def judged(control: Sequence[Counted], candidate: Sequence[Counted], limit: float = LIMIT) -> Judged:
    return judge([*control, *candidate], SUCCESS, limit)


def test_one_that_fails_is_worse_and_breaches() -> None:
    """All of forty fail where nearly all of the others do not."""
    found = judged(arm(False, completed=95, faulted=5), arm(True, faulted=40))
    assert found.verdict == "worse"
    assert found.guardrail.breached
    assert found.guardrail.low > LIMIT


def test_a_better_one_is_called_better() -> None:
    """Far fewer faults; and no guardrail is breached by that."""
    found = judged(arm(False, completed=500, faulted=300), arm(True, completed=190, faulted=10))
    assert found.verdict == "better"
    assert not found.guardrail.breached


def test_a_small_rise_that_is_allowed_breaches_nothing() -> None:
    """Surely worse, but by less than the guardrail lets it be."""
    found = judged(arm(False, completed=99_000, faulted=1_000), arm(True, completed=98_000, faulted=2_000))
    assert found.verdict == "worse"
    assert not found.guardrail.breached


def test_nothing_is_said_of_nothing() -> None:
    """No instance at all, and instances of one arm alone."""
    for counted in ([], arm(False, completed=100), arm(True, faulted=100)):
        found = judge(counted, SUCCESS, LIMIT)
        assert (found.verdict, found.guardrail.breached) == ("undecided", False)


def test_success_is_what_the_trial_names() -> None:
    """A case that was opened is a failure, unless the trial calls it a success."""
    counted = [*arm(False, completed=200), *arm(True, case_opened=200)]
    assert judge(counted, ("completed",), LIMIT).verdict == "worse"
    assert judge(counted, ("completed", "case_opened"), LIMIT).verdict == "undecided"


def test_quick_failures_of_a_slow_version_say_nothing_yet() -> None:
    """Those that are open may all end well: that the quick endings of one arm are its failures proves nothing."""
    control = arm(False, completed=200, faulted=20)
    found = judged(control, arm(True, old=False, faulted=20, open=200))
    assert (found.verdict, found.guardrail.breached) == ("undecided", False)
    assert judged(control, arm(True, faulted=20)).verdict == "worse"


def test_what_is_open_hides_nothing_for_ever() -> None:
    """Where much is always open, those that were started long ago decide by themselves."""
    control = [*arm(False, completed=800, faulted=20), *arm(False, old=False, open=900)]
    candidate = [*arm(True, completed=300, faulted=500), *arm(True, old=False, open=900)]
    assert judged(control, candidate).verdict == "worse"


def test_equal_arms_are_not_ended_over_many_looks() -> None:
    """Of 20 trials of equal arms, looked at 15 times each, the guardrail ends none, and few are called different."""
    rng = random.Random(20_261_122)
    ended = different = 0
    for _ in range(20):
        looks = list(simulated(rng, 0.8, 0.8, per_look=40, looks=15))
        ended += any(each.guardrail.breached for each in looks)
        different += any(each.verdict != "undecided" for each in looks)
    assert ended == 0
    assert different <= 3, "the level allows 5 % of the trials, at all looks together"


def test_a_worse_arm_is_ended() -> None:
    """Of 10 trials in which every other instance fails, where one in five should, the guardrail ends all."""
    rng = random.Random(7)
    ended = [
        any(each.guardrail.breached for each in simulated(rng, 0.8, 0.5, per_look=50, looks=8))
        for _ in range(10)
    ]
    assert all(ended)


def simulated(
    rng: random.Random, control: float, candidate: float, *, per_look: int, looks: int
) -> Sequence[Judged]:
    """Judge a trial again and again while instances come; the last ones are open, and failures end sooner than successes."""
    done: list[list[bool]] = [[], []]
    found = []
    for _ in range(looks):
        for place, rate in enumerate((control, candidate)):
            done[place] += [rng.random() < rate for _ in range(per_look)]
        counted = []
        for place in (0, 1):
            old, young = done[place][:-per_look], done[place][-per_look:]
            counted += arm(bool(place), completed=sum(old), faulted=len(old) - sum(old))
            counted += arm(bool(place), old=False, faulted=len(young) - sum(young), open=sum(young))
        found.append(judge(counted, SUCCESS, LIMIT))
    return found


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 200), st.integers(1, 200), st.data())
def test_what_holds_of_the_bounds_holds_of_every_ending(a: int, b: int, data: st.DataObject) -> None:
    """However the open ones end, the interval of what is known then lies within what was said before."""
    pair = []
    true = []
    for count in (a, b):
        low = data.draw(st.integers(0, count))
        high = data.draw(st.integers(low, count))
        pair.append(Bounds(count, low, high))
        true.append(Tally(count, data.draw(st.integers(low, high))))
    said, known = between([(pair[0], pair[1])], 0.05), interval(true[0], true[1], 0.05)
    assert said.low <= known.low + 1e-9
    assert said.high >= known.high - 1e-9
    assert said.p_value >= known.p_value - 1e-9


@pytest.mark.parametrize("way", ["faulted", "late", "cancelled"])
def test_other_endings_are_failures(way: Ended) -> None:
    """What is not named as a success is none."""
    failed = Counted(candidate=True, old=True, ended=way, count=200, used=100.0)
    assert judged(arm(False, completed=200), [failed]).verdict == "worse"
