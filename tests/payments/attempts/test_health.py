"""The filter of gateways' health: what it takes to be believed failing, and to be believed well again."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from payments.attempts.health import OVERDUE_MINUTES, Cell, Filter, Health, Minute, assess, well

ALPHA: Cell = ("gw-alpha", "upi")
CARD: Cell = ("gw-alpha", "card")
BRAVO: Cell = ("gw-bravo", "upi")
USUAL = {ALPHA: 0.03, CARD: 0.05, BRAVO: 0.03}
NOW = 10_000


def minute(back: int, cell: Cell = ALPHA, worked: int = 0, faulted: int = 0, open_: int = 0) -> Minute:
    return Minute(NOW - back, *cell, worked, faulted, open_)


def steady(since: int, until: int, cell: Cell = ALPHA, worked: int = 10, faulted: int = 0) -> list[Minute]:
    """The same every minute, from `since` to `until` minutes ago."""
    return [minute(back, cell, worked, faulted) for back in range(since, until - 1, -1)]


def health(minutes: list[Minute]) -> dict[Cell, Health]:
    return assess(minutes, USUAL, NOW)


def test_nothing_known_is_well() -> None:
    """Without attempts a gateway is taken for well, at its usual rate."""
    found = health([])[ALPHA]
    assert found.failing < 0.02
    assert found.usual == 0.03


def test_an_outage_is_seen_within_minutes_and_its_beginning_told() -> None:
    """Three minutes of faults make it sure; it is said to have begun when they did; the other gateway stays well."""
    found = health([*steady(60, 3), *steady(2, 0, worked=1, faulted=9), *steady(60, 0, BRAVO)])
    assert found[ALPHA].failing > 0.999
    assert NOW - 3 <= found[ALPHA].since <= NOW - 2
    assert found[ALPHA].fault_rate > 0.5
    assert found[BRAVO].failing < 0.01


def test_ordinary_faults_are_no_incident() -> None:
    """One fault in a minute of ten attempts, now and then, is what three per cent look like."""
    minutes = [
        minute(back, worked=9 if back % 4 == 0 else 10, faulted=int(back % 4 == 0)) for back in range(90)
    ]
    assert health(minutes)[ALPHA].failing < 0.5


def test_it_is_well_again_by_attempts_that_work() -> None:
    """A minute of probes that work ends an incident; without any the chance that it mended grows slowly."""
    outage = steady(60, 20, worked=1, faulted=9)
    silent = health(outage)[ALPHA].failing
    assert 0.3 < silent < 0.95
    probed = health([*outage, *steady(1, 0, worked=8)])[ALPHA].failing
    assert probed < 0.05


def test_attempts_without_a_result_become_faults_when_overdue() -> None:
    """A gateway that hangs answers nothing: what waits for minutes counts, what was sent just now does not."""
    hanging = [minute(back, open_=10) for back in range(20, OVERDUE_MINUTES - 1, -1)]
    assert health([*steady(60, 21), *hanging])[ALPHA].failing > 0.9
    waiting = [minute(back, open_=10) for back in range(OVERDUE_MINUTES - 1, -1, -1)]
    assert health([*steady(60, OVERDUE_MINUTES), *waiting])[ALPHA].failing < 0.05


def test_a_method_that_fails_makes_the_others_of_the_gateway_suspect() -> None:
    """What fails by UPI may fail by card next, more likely than at another gateway."""
    minutes = [*steady(30, 0, worked=0, faulted=10), *steady(30, 10, CARD), *steady(30, 10, BRAVO)]
    found = health(minutes)
    assert found[CARD].failing > 5 * found[BRAVO].failing


def test_later_minutes_than_now_are_not_looked_at() -> None:
    """What is dated ahead of the clock says nothing yet."""
    assert health([minute(-5, faulted=50)])[ALPHA].failing < 0.02


@given(st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), min_size=1, max_size=40))
def test_states_stay_probabilities(counts: list[tuple[int, int]]) -> None:
    """Whatever comes, each cell's states sum up to one and none is below nothing."""
    filter_ = Filter([ALPHA, CARD], [0.0, 1.0])
    states = well(2)
    for worked, faulted in counts:
        states = filter_.step(states, np.array([worked, faulted]), np.array([faulted, worked]))
    assert np.allclose(states.sum(axis=1), 1.0)
    assert (states >= 0).all()
