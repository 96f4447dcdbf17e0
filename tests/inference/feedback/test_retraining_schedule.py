"""Cron as it is written: the same next moments as croniter, and refusals in words."""

import datetime as dt
import random

import pytest

from inference.retraining_schedule import parse

croniter = pytest.importorskip("croniter", reason="the job queue brings it along").croniter
START = dt.datetime(2026, 11, 21, 12, 7, 30, tzinfo=dt.UTC)


def a_part(rng: random.Random, low: int, high: int) -> str:
    """One part of a schedule: everything, a number, a list, a range, a step."""
    first, last = sorted(rng.sample(range(low, high + 1), 2))
    return rng.choice(
        ["*", str(first), f"{first},{last}", f"{first}-{last}", f"*/{rng.randint(2, 9)}", f"{first}-{last}/2"]
    )


@pytest.mark.parametrize("seed", range(200))
def test_the_next_moments_are_croniters(seed: int) -> None:
    """Four moments in a row, for schedules of every shape, both days restricted too."""
    rng = random.Random(seed)
    bounds = ((0, 59), (0, 23), (1, 28), (1, 12), (0, 6))
    text = " ".join(a_part(rng, low, high) for low, high in bounds)
    schedule, theirs = parse(text), croniter(text, START)
    at = START
    for _ in range(4):
        found = schedule.next_after(at)
        assert found == theirs.get_next(dt.datetime), text
        at = found


def test_sunday_has_two_numbers() -> None:
    """0 and 7 are the same day."""
    assert parse("0 0 * * 7").next_after(START) == parse("0 0 * * 0").next_after(START)
    assert parse("0 0 * * 0").next_after(START) == dt.datetime(2026, 11, 22, tzinfo=dt.UTC)


def test_what_never_comes() -> None:
    """The thirtieth of February is no moment; the twenty-ninth is, in a while."""
    assert parse("0 0 30 2 *").next_after(START) is None
    assert parse("0 0 29 2 *").next_after(START) == dt.datetime(2028, 2, 29, tzinfo=dt.UTC)


@pytest.mark.parametrize("text", ["", "* * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "5-1 * * * *", "x * * * *", "*/0 * * * *", "-1 * * * *", "१ * * * *"])  # fmt: skip
def test_what_cannot_be_read(text: str) -> None:
    """Each is refused with a sentence."""
    with pytest.raises(ValueError, match=r"\.$"):
        parse(text)
