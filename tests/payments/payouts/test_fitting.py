"""What is usual, as it is fitted to history."""

import datetime as dt
import math
from random import Random
from uuid import UUID

import pytest

from payments.payouts.fitting import EndedStage, KnownPayout, fit
from payments.payouts.habits import Calendar, Habits, Like, hours_of, time_of

THURSDAY = dt.datetime(2026, 11, 5, tzinfo=dt.UTC)
NOW = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)


def like(payee: int = 1, bank: str = "north", method: str = "neft") -> Like:
    return Like(UUID(int=payee), method, bank, None)


def ended(number: int, began: float, took: float, of: Like, stage: str = "at_bank") -> EndedStage:
    start = hours_of(THURSDAY) + began
    return EndedStage(UUID(int=number), stage, "credited", of, start, start + took)


def lognormal(count: int, middle_h: float, spread: float, of: Like, seed: int = 1) -> list[EndedStage]:
    rng = Random(seed)
    return [
        ended(seed * 100_000 + at, rng.uniform(0, 400), middle_h * math.exp(rng.gauss(0, spread)), of)
        for at in range(count)
    ]


def fitted(stages: list[EndedStage]) -> Habits:
    return fit(NOW, stages, [])


@pytest.mark.parametrize("spread", [0.3, 0.8])
def test_three_deviations_of_a_lognormal(spread: float) -> None:
    """The limit of 600 waits is within a quarter of the true one, and a few that were stuck do not move it further."""
    usual = lognormal(600, 2.0, spread, like())
    stuck = [ended(900_000 + at, at * 10, 200.0, like()) for at in range(12)]
    truth = 2.0 * math.exp(3 * spread)
    for stages in (usual, usual + stuck):
        found = fitted(stages).usual("at_bank", like())
        assert found is not None
        assert abs(math.log(found.law.limit_h / truth)) < 0.25 * (1 + spread)
        assert abs(found.law.quantile(0.5) / 2.0 - 1) < 0.15


def test_a_queue_is_not_a_lognormal() -> None:
    """Of exponential waits the logarithm is skewed; its three deviations would be 43 mean waits, the truth is 6.6."""
    rng = Random(3)
    stages = [ended(at, rng.uniform(0, 400), rng.expovariate(0.5), like()) for at in range(1_500)]
    found = fitted(stages).usual("at_bank", like())
    assert found is not None
    assert 5.0 < found.law.limit_h / 2.0 < 9.5


def test_the_nearest_group_that_differs_is_compared_with() -> None:
    """A slow payee is judged by its own history, one like all others by the bank's, a new bank by the method's."""
    stages = lognormal(300, 1.0, 0.4, like(payee=1)) + lognormal(60, 9.0, 0.4, like(payee=2), seed=2)
    stages += lognormal(200, 1.0, 0.4, like(payee=3, bank="south"), seed=3)
    habits = fitted(stages)
    slow, new = habits.usual("at_bank", like(payee=2)), habits.usual("at_bank", like(payee=9, bank="west"))
    assert slow is not None
    assert new is not None
    assert (slow.basis, slow.law.count) == ("payee", 60)
    assert slow.law.quantile(0.5) > 6.0
    assert new.basis in {"method", "stage"}


def test_little_history_says_nothing() -> None:
    """With 29 ended stages there is no limit, with 30 there is."""
    stages = lognormal(30, 1.0, 0.4, like())
    assert fitted(stages[:29]).usual("at_bank", like()) is None
    assert fitted(stages).usual("at_bank", like()) is not None


def desk_stages(seed: int) -> list[EndedStage]:
    """Waits of about three hours that end between 4 and 14 o'clock UTC, or within the hour after 4."""
    rng = Random(seed)
    found = []
    for at in range(900):
        began = 24 * rng.randrange(28) + 4 + rng.random() * 10
        ends = began + 3.0 * math.exp(rng.gauss(0, 0.6))
        if ends % 24 >= 14 or ends % 24 < 4:
            ends = (ends // 24 + (ends % 24 >= 14)) * 24 + 4 + rng.random()
        found.append(ended(at, began, ends - began, like()))
    return found


def test_desks_that_close_are_found() -> None:
    """The night is closed, the day is open, and the limit is that of the wait, not of the night that lies in some of them."""
    found = fitted(desk_stages(5)).usual("at_bank", like())
    assert found is not None
    night, noon = THURSDAY + dt.timedelta(hours=22), THURSDAY + dt.timedelta(hours=12)
    assert found.calendar.opened(noon) == noon
    assert found.calendar.opened(night) == THURSDAY + dt.timedelta(hours=28)
    assert abs(math.log(found.law.limit_h / (3.0 * math.exp(1.8)))) < 0.5


def test_what_never_waits_at_night_has_no_night() -> None:
    """Quick payouts that are only sent by day wait for no desk: what is stuck in the evening is late in the evening."""
    rng = Random(7)
    stages = [
        ended(at, 24 * rng.randrange(28) + 4 + rng.random() * 10, 0.1 * math.exp(rng.gauss(0, 0.5)), like())
        for at in range(900)
    ]
    habits = fitted(stages + [ended(5_000 + at, 24 * at + 13.9, 40.0, like()) for at in range(8)])
    found = habits.usual("at_bank", like())
    assert found is not None
    evening = THURSDAY + dt.timedelta(hours=14.5)
    assert found.calendar.opened(evening) == evening


def test_a_calendar_over_the_end_of_the_week() -> None:
    """Closed from Wednesday night to Thursday morning is one night, though the slots begin anew in it."""
    calendar = Calendar([(0, 8), (320, 336)])
    wednesday = time_of(hours_of(THURSDAY) + 7 * 24 - 3)
    opens = THURSDAY + dt.timedelta(days=7, hours=4)
    assert calendar.opened(wednesday) == opens
    assert calendar.done(wednesday, wednesday - dt.timedelta(hours=9)) == opens + dt.timedelta(hours=1)
    assert calendar.done(opens + dt.timedelta(minutes=20), opens) == opens + dt.timedelta(minutes=20)


def test_amounts_and_ends() -> None:
    """Three deviations of amounts are of the payee's own, and failures are counted by gateway, bank and payee."""
    rng = Random(2)
    payouts = [
        KnownPayout(
            like(),
            "INR",
            int(100_000 * math.exp(rng.gauss(0, 0.5))),
            "failed" if at % 10 == 0 else "credited",
        )
        for at in range(200)
    ]
    habits = fit(NOW, lognormal(40, 1.0, 0.3, like()), payouts)
    basis_spread = habits.amount(like(), "INR")
    assert basis_spread is not None
    assert basis_spread[0] == "payee"
    assert abs(basis_spread[1].deviation - 0.5) < 0.12
    assert habits.amount(like(), "USD") is None
    assert habits.ends["b|neft|north"].failed == 20
