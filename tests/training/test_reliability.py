"""Cards of forecasts say how often P10, P50 and P90 held, by how far ahead and by kind of series."""

from pathlib import Path

import numpy as np
import polars as pl

from training.model import Model, card_text
from training.series.reliability import Windows, by_kind, by_name, reliability
from training.train import TrainingJob, train_any

SERIES, STEPS = 40, 10


def windows(width: float) -> Windows:
    """Of a normal law whose deviation grows with the step; the bounds are those of one `width` as wide."""
    rng = np.random.default_rng(6)
    group, ahead = (each.reshape(-1) for each in np.indices((SERIES, STEPS)))
    deviation = np.sqrt(ahead + 1.0)
    bounds = np.stack([each * width * deviation for each in (-1.2816, 0.0, 1.2816)])
    return Windows(rng.normal(0, deviation), bounds, ahead + 1, group)


def test_a_promise_of_a_forecast_is_held_against_what_came() -> None:
    """Bounds of the true law hold overall and at each part of what is ahead; narrow ones are found out, more so where series err alike."""
    honest = reliability(windows(1.0), 1)
    assert [point.of for point in honest[:3]] == ["at or below P10", "at or below P50", "at or below P90"]
    assert len(honest) == 3 * (1 + 6)
    assert honest[3].of == "at or below P10, 1 to 2 periods ahead"
    assert sum(point.rows for point in honest[3::3]) == honest[0].rows == SERIES * STEPS
    assert sum(point.low <= point.expected <= point.high for point in honest) >= 17
    narrow = {point.of: point for point in reliability(windows(0.4), 1)}
    assert narrow["at or below P90"].high < 0.9
    assert narrow["at or below P10"].low > 0.1
    alone = windows(1.0)
    together = Windows(np.repeat(alone.truth[::STEPS], STEPS), alone.bounds, alone.ahead, alone.group)
    first, alike = reliability(alone, 1)[1], reliability(together, 1)[1]
    assert alike.high - alike.low > 2 * (first.high - first.low)


def test_kinds_of_series_are_told_apart() -> None:
    """Where the wild third is forecast as if it were calm, its slice says so; names stand in the order they come."""
    rng = np.random.default_rng(7)
    wild = np.repeat(np.arange(SERIES) / SERIES, STEPS)
    bounds = np.tile([[-1.2816], [0.0], [1.2816]], SERIES * STEPS)
    found = Windows(
        rng.normal(0, np.where(wild > 2 / 3, 5, 1)), bounds, np.tile(np.arange(STEPS) + 1, SERIES),
        np.repeat(np.arange(SERIES), STEPS),
    )  # fmt: skip
    slices = by_kind(found, {"wildness": wild}, np.ones(len(wild)))
    assert [each.value for each in slices] == ["lowest third", "middle third", "highest third"]
    inside = [each.figures["P10 to P90"] for each in slices]
    assert inside[0] > 0.7
    assert inside[2] < 0.4
    named = by_name(found, "side", ["left" if each > 0.5 else "right" for each in wild])
    assert [each.value for each in named] == ["right", "left"]


def test_the_card_of_many_series(tmp_path: Path) -> None:
    """Held-out windows of a table of months: the curve is near what was promised, by months ahead too, and no id is told."""
    rng = np.random.default_rng(8)
    months = np.datetime64("2021-01", "M") + np.arange(48)
    level = 10.0 ** rng.uniform(1, 3, 30)
    value = level[:, None] * rng.lognormal(0, 0.2, (30, 48))
    series, month = (each.reshape(-1) for each in np.indices(value.shape))
    pl.DataFrame({
        "month": months[month].astype("datetime64[ms]"), "who": [f"who-{each}" for each in series], "spent": value.reshape(-1),
    }).write_parquet(tmp_path / "t.parquet")  # fmt: skip
    job = TrainingJob("any-spending", tmp_path / "t.parquet", "spent", time="month", ids=("who",))
    made = train_any(job)
    assert isinstance(made, Model)
    overall = {point.of: point for point in made.card.curve[:3]}
    assert {name: point.expected for name, point in overall.items()} == {
        "at or below P10": 0.1, "at or below P50": 0.5, "at or below P90": 0.9,
    }  # fmt: skip
    assert all(abs(point.observed - point.expected) < 0.1 for point in overall.values())
    assert any(point.of.endswith("periods ahead") for point in made.card.curve)
    assert {each.column for each in made.card.segments} == {"size of the series", "usual change against size"}
    text = card_text(made.card)
    assert "## Calibration" in text
    assert "who-7" not in text


def test_the_card_of_a_forecast_of_the_week(tmp_path: Path) -> None:
    """Quantiles of later weeks by ratios of other weeks; a day that is far noisier than the others says so."""
    rng = np.random.default_rng(9)
    at = np.datetime64("2026-01-05", "ms") + np.arange(7 * 24 * 20) * np.timedelta64(3_600_000, "ms")
    day = np.arange(len(at)) // 24 % 7
    value = 100 * (1 + day) * rng.lognormal(0, np.where(day == 2, 0.8, 0.05))
    pl.DataFrame({"at": at, "calls": value}).write_parquet(tmp_path / "t.parquet")
    made = train_any(TrainingJob("call-volume", tmp_path / "t.parquet", "calls", time="at", task="forecast"))
    assert isinstance(made, Model)
    assert [point.expected for point in made.card.curve[:3]] == [0.1, 0.5, 0.9]
    assert any(point.of.endswith("days ahead") for point in made.card.curve)
    inside = {each.value: each.figures["P10 to P90"] for each in made.card.segments}
    assert set(inside) == {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}
    assert min(inside, key=lambda name: inside[name]) == "Wednesday"
