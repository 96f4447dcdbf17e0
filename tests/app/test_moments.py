"""A time on the command line is one moment, however it is written."""

import datetime as dt

import click
import pytest

from app.cli.moments import MOMENT

NOON = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    "said",
    [
        "2026-11-01T12:00:00Z",
        "2026-11-01T12:00:00",
        "2026-11-01 12:00:00",
        "2026-11-01T12:00",
        "2026-11-01T17:30:00+05:30",
        "2026-11-01T12:00:00.000000+00:00",
    ],
)
def test_ways_to_say_noon(said: str) -> None:
    assert MOMENT.convert(said, None, None) == NOON


def test_a_day_is_its_first_moment() -> None:
    assert MOMENT.convert("2026-11-01", None, None) == NOON.replace(hour=0)


@pytest.mark.parametrize("said", ["", "yesterday", "2026-13-01", "2026-11-01T25:00:00Z", "١٢", "0000-00-00"])
def test_what_is_no_time_is_refused(said: str) -> None:
    with pytest.raises(click.BadParameter, match=r"is no time: write 2026-11-01"):
        MOMENT.convert(said, None, None)
