"""Forecasts of many series in one table: each is told apart, fitted and measured by itself, and answered by its own step."""

import dataclasses
from pathlib import Path

import msgspec
import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner

from app.cli.training import train
from inference.manifest import Task
from tests.training.test_tasks import run
from training.errors import DatasetRefused
from training.job import TrainingJob, silent
from training.series.levels import Levels
from training.series.many import forecast_of
from training.series.panel import Floats, Ints, panel_of
from training.series_forecasts import train_series

MONTHS, KNOWN, SERIES = 60, 54, 24
OPTIONS = ("--target", "spent", "--time", "month", "--id", "customer", "--id", "category")


def monthly() -> tuple[pl.DataFrame, Floats]:
    """Customers' spending by category: levels from tens to thousands, a December of their own, some growing. Returns: the truth too."""
    rng = np.random.default_rng(3)
    months = np.datetime64("2021-01", "M") + np.arange(MONTHS)
    level = 10.0 ** rng.uniform(1, 4, SERIES)
    swing = rng.uniform(0.0, 0.6, SERIES)
    growth = rng.uniform(0.0, 0.02, SERIES)
    wave = 1 + swing[:, None] * np.sin(np.arange(MONTHS)[None, :] / 12 * 2 * np.pi)
    truth = level[:, None] * wave * (1 + growth[:, None] * np.arange(MONTHS)[None, :])
    spent = truth * rng.normal(1, 0.05, truth.shape)
    series, month = (each.reshape(-1) for each in np.indices(truth.shape))
    frame = pl.DataFrame({
        "month": months[month].astype("datetime64[ms]"), "customer": [f"c-{each // 3}" for each in series],
        "category": [("food", "rent", "travel")[each % 3] for each in series], "spent": spent.reshape(-1),
        "place": month,
    })  # fmt: skip
    return frame, truth


def split(frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    early, late = frame.filter(pl.col("place") < KNOWN), frame.filter(pl.col("place") >= KNOWN)
    return early.drop("place"), late.drop("place")


def test_each_series_gets_its_own_forecast(tmp_path: Path) -> None:
    """Months ahead of 24 series, by customer and category: near the truth of each, far nearer than its last value; P10 to P90 in
    order and holding about four of five; the same bytes twice; no id in any file."""
    frame, truth = monthly()
    early, late = split(frame)
    found, said = run(
        tmp_path, "shop-spending", early.sample(fraction=1.0, shuffle=True, seed=1), late, *OPTIONS
    )
    assert "24 series of up to 54 periods of a month" in said.output
    assert sorted(found["horizon"].unique().to_list()) == [1, 2, 3, 4, 5, 6]
    wanted = truth[:, KNOWN:].reshape(-1)
    off = np.abs(found["p50"].to_numpy() - wanted) / wanted
    last = np.repeat(truth[:, KNOWN - 1], MONTHS - KNOWN)
    assert off.mean() < 0.5 * (np.abs(last - wanted) / wanted).mean()
    assert np.median(off) < 0.08
    assert ((found["p10"] <= found["p50"]) & (found["p50"] <= found["p90"])).all()
    held = ((found["spent"] >= found["p10"]) & (found["spent"] <= found["p90"])).to_numpy().mean()
    assert 0.6 < held < 0.97
    card = msgspec.json.decode((tmp_path / "model" / "card.json").read_bytes())
    board = {line["name"]: line["figures"] for line in card["leaderboard"]}
    assert {
        "last value again",
        "same place last season",
        "line of all series",
        "trees of all series, small",
    } <= set(board)
    assert 0.7 < card["leaderboard"][0]["figures"]["within P10 to P90"] < 0.9
    first = {path.name: path.read_bytes() for path in (tmp_path / "model").iterdir()}
    assert not any(b"c-7" in data or b"travel" in data for data in first.values())
    run(
        tmp_path,
        "shop-spending",
        early.sample(fraction=1.0, shuffle=True, seed=1),
        late,
        *OPTIONS,
        "--force",
    )
    assert first == {path.name: path.read_bytes() for path in (tmp_path / "model").iterdir()}


def test_strangers_the_past_and_what_is_too_far(tmp_path: Path) -> None:
    """A series nobody saw gets what is usual, a moment before the end gets none, one beyond the table its season again; each is said."""
    frame, _ = monthly()
    early, late = split(frame)
    odd = pl.concat([
        late.filter((pl.col("customer") == "c-0") & (pl.col("category") == "food")).head(1),
        early.filter((pl.col("customer") == "c-0") & (pl.col("category") == "food")).tail(1),
        late.head(1).with_columns(customer=pl.lit("nobody")),
        late.filter((pl.col("customer") == "c-0") & (pl.col("category") == "food")).head(1).with_columns(
            month=pl.lit(np.datetime64("2026-07-01", "ms")).cast(pl.Datetime("ms"))
        ),
    ])  # fmt: skip
    found, _ = run(tmp_path, "shop-spending", early, odd, *OPTIONS)
    near, past, stranger, far = found["p50"].to_list()
    assert past is None
    assert found["horizon"].to_list() == [1, 0, 1, 13]
    assert far == near  # July again
    middle = float(np.median(early["spent"].to_numpy()))
    assert 0.1 * middle < stranger < 10 * middle


def test_purchases_become_months(tmp_path: Path) -> None:
    """Rows at any time are summed by month, months without any are nought, and a month that is not over is left out."""
    rng = np.random.default_rng(4)
    rows = 6_000
    customer = rng.integers(0, 12, rows)
    at = np.datetime64("2024-01-01", "ms") + np.sort(rng.integers(0, 500 * 86_400_000, rows)).astype(
        "timedelta64[ms]"
    )
    frame = pl.DataFrame({"at": at, "customer": customer, "amount": 10.0 * (1 + customer)})
    asked = pl.DataFrame(
        {
            "at": np.full(12, np.datetime64("2025-05-20", "ms")),
            "customer": np.arange(12),
            "amount": [None] * 12,
        },
        schema_overrides={"amount": pl.Float64},
    )
    found, said = run(
        tmp_path, "shop-spending", frame, asked, "--target", "amount", "--time", "at", "--id", "customer",
        "--task", "forecast",
    )  # fmt: skip
    assert "summed by month" in said.output
    assert "The last month is not over" in said.output
    assert found["horizon"].to_list() == [1] * 12
    monthly_sum = 10.0 * (1 + np.arange(12)) * rows / 12 / 500 * 30.4
    assert np.abs(found["p50"].to_numpy() / monthly_sum - 1).max() < 0.35


def test_one_series_at_a_time_competes_where_there_are_few() -> None:
    """A forecaster that knows the truth of each series wins, and its own values are what ships; short series fall back."""
    rng = np.random.default_rng(5)
    days = np.datetime64("2026-01-01", "ms") + np.arange(120) * np.timedelta64(1, "D")
    jumps = rng.integers(1, 100, 400).astype(float)  # nothing but a list could tell them
    frame = pl.concat([
        pl.DataFrame({"day": days, "shop": name, "sold": jumps[:120] * factor})
        for name, factor in (("a", 1.0), ("b", 7.0))
    ] + [pl.DataFrame({"day": days[-12:], "shop": "new", "sold": np.full(12, 5.0)})])  # fmt: skip

    def oracle(levels: Levels, ahead: Ints, seed: int) -> Floats:
        del seed
        factor = levels.value[0] / jumps[0]
        start = int((levels.time[0] - days[0].astype(np.int64)) // 86_400_000)
        assert start == 0
        return np.asarray(factor * jumps[(ahead - levels.time[0]) // 86_400_000], np.float64)

    job = TrainingJob(use_case="volume-forecast", data=Path("none"), target="sold", time="day", ids=("shop",))
    panel = panel_of(frame, job, "salt")

    def never(levels: Levels, ahead: Ints, seed: int) -> Floats:
        raise AssertionError(f"{len(levels)} values are too few: {ahead} {seed}")

    made = forecast_of(panel, {"oracle": oracle}, 1, silent)
    assert made.winner == "oracle"
    short = dataclasses.replace(panel, value=panel.value[:, -30:], ends=np.full(3, 29))
    lacking = forecast_of(short, {"never": never}, 1, silent)
    assert lacking.notes == ("never did not compete: no series has 30 values before the last cut.",)
    assert "never" not in {line.name for line in lacking.lines}
    level = panel.value[:, 119] / jumps[119]
    for row in np.flatnonzero(np.isclose(level, 1.0) | np.isclose(level, 7.0)):
        assert made.middle[row] == pytest.approx(level[row] * jumps[120 : 120 + made.ahead])
    (new,) = np.flatnonzero(panel.value[:, 119] == 5.0)
    assert made.middle[new].max() < 50


@pytest.mark.parametrize(("task", "words"), [(None, "forecast"), ("number", "number")])
def test_the_task_can_be_said(task: Task | None, words: str, tmp_path: Path) -> None:
    """Nothing but ids, times and values is forecast unless a number of each row is asked for; further columns leave it a number."""
    early, _ = split(monthly()[0])
    early.write_parquet(tmp_path / "table.parquet")
    more = () if task is None else ("--task", task)
    arguments = ["shop-spending", "--data", str(tmp_path / "table.parquet"), *OPTIONS, *more, "--no-history", "--out", str(tmp_path / "m")]  # fmt: skip
    assert CliRunner().invoke(train, arguments, catch_exceptions=False).exit_code == 0
    assert msgspec.json.decode((tmp_path / "m" / "model.json").read_bytes())["task"] == words


def test_what_cannot_be_forecast(tmp_path: Path) -> None:
    """Too short a past and an id that is no column are refused with what to do."""
    days = np.datetime64("2026-01-01", "ms") + np.arange(3) * np.timedelta64(1, "D")
    pl.DataFrame(
        {
            "day": np.tile(days, 26),
            "shop": sorted(list("abcdefghijklmnopqrstuvwxyz") * 3),
            "sold": np.arange(78.0) % 7,
        }
    ).write_parquet(tmp_path / "short.parquet")
    job = TrainingJob(
        use_case="volume-forecast", data=tmp_path / "short.parquet", target="sold", time="day", ids=("shop",)
    )
    with pytest.raises(DatasetRefused, match="26 series of at most 3 periods are too few"):
        train_series(job, silent)
    with pytest.raises(DatasetRefused, match="There is no column `store`"):
        train_series(TrainingJob(**{**vars(job), "ids": ("store",)}), silent)
