"""Candidates of optional groups: the rest competes without them and says so; what they forecast is a table that stays sane."""

import importlib.util
from pathlib import Path

import numpy as np
import onnxruntime
import polars as pl
import pytest

from tests.training.test_tasks import run
from training import optional
from training.coder import Coder, Machine, Scaling
from training.ensembles import Ensemble
from training.forecast_profile import DAY_MS, MONDAY_MS, WEEK_MS, ForecastPlan
from training.numbers import weighted_quantile
from training.onnx_export import to_onnx
from training.series.dated import by_day
from training.series.levels import Floats, Ints, Levels, ahead_of, levels_of, table_of
from training.trees import trees_of

RNG = np.random.default_rng(5)
DAYS = MONDAY_MS + 2_000 * DAY_MS + np.arange(120) * DAY_MS


def run_graph(graph: bytes, rows: np.ndarray) -> Floats:
    session = onnxruntime.InferenceSession(graph, providers=["CPUExecutionProvider"])
    return np.asarray(session.run(["margin"], {"features": rows})[0].reshape(-1), np.float64)


def test_a_library_that_is_absent_is_named_with_its_group() -> None:
    """No exception, no silence."""
    said: list[str] = []
    module, line = optional.load(optional.Optional("Oracle", "no_such_library", "training.none"), said.append)
    assert module is None
    assert line == said[0]
    assert "Oracle did not compete: no_such_library is not installed" in line
    assert "make setup-forecast" in line


def test_a_library_that_cannot_be_loaded_drops_its_candidate_too() -> None:
    """Found, but what needs it does not import: the candidate goes, with the reason."""
    module, line = optional.load(optional.Optional("Oracle", "numpy", "training.no_such_module"), print)
    assert module is None
    assert "cannot be loaded" in line


@pytest.mark.skipif(
    importlib.util.find_spec("torch") is not None, reason="the optional groups are installed here"
)
def test_without_the_groups_training_goes_on_and_says_so(tmp_path: Path) -> None:
    """A forecast, a number by time and anomalies are trained; output and card name who is missing, by group."""
    at = np.repeat(DAYS, 20)[:2_000].astype("datetime64[ms]")
    frame = pl.DataFrame({"at": at, "size": RNG.normal(size=2_000), "days": RNG.exponential(5, 2_000)})
    daily = frame.group_by("at").agg(pl.col("days").sum()).sort("at")
    asked = {
        "forecast": (daily, "volume-forecast", ("--target", "days", "--time", "at"), optional.ARIMA),
        "number": (frame, "invoice-days", ("--target", "days", "--time", "at", "--no-history"), optional.PROPHET),
        "anomaly": (frame, "transaction-anomaly", ("--time", "at"), optional.CODER),
    }  # fmt: skip
    for task, (table, use_case, options, missing) in asked.items():
        folder = tmp_path / task
        folder.mkdir()
        _, said = run(folder, use_case, table, table[-20:], *options)
        line = f"{missing.candidate} did not compete: {missing.group} is not installed"
        assert line in said.output
        assert line in (folder / "model" / "card.md").read_text()


def rising(levels: Levels, ahead: Ints, seed: int) -> Floats:
    """A straight line on and on."""
    slope, start = np.polyfit(levels.time / DAY_MS, levels.value, 1)
    return np.asarray(slope * (ahead / DAY_MS) + start)


def test_forecasts_stay_near_what_was_seen() -> None:
    """A line that runs away is held within half the spread beyond the extremes, and nonsense becomes the median."""
    levels = levels_of(DAYS, np.linspace(1.0, 3.0, len(DAYS)))
    found = table_of(lambda levels, ahead, seed: rising(levels, ahead, seed) * 50, levels, 1)
    assert found.value.max() == pytest.approx(4.0)
    lost = table_of(lambda levels, ahead, seed: np.full(len(ahead), np.nan), levels, 1)
    assert (lost.value == 2.0).all()


def test_closed_weekdays_are_not_forecast() -> None:
    """A business of Mondays to Fridays has a season of five, and its table no Saturday."""
    monday_to_friday = DAYS[(DAYS - MONDAY_MS) // DAY_MS % 7 < 5]
    levels = levels_of(monday_to_friday, np.ones(len(monday_to_friday)))
    assert levels.season == 5
    ahead = ahead_of(levels.time)
    assert set(((ahead - MONDAY_MS) // DAY_MS % 7).tolist()) == {0, 1, 2, 3, 4}
    assert ahead[-1] - monday_to_friday[-1] >= 90 * DAY_MS


def test_a_number_by_its_day_exports_as_it_was_fitted() -> None:
    """Days to come take their own step, days before the table the recent level; the graph says the same to the bit."""
    day = np.repeat(DAYS // DAY_MS, 10)
    value = (day - day[0]) * 0.1 + RNG.normal(size=len(day)) * 0.01
    matrix = np.column_stack([RNG.normal(size=len(day)), day]).astype(np.float32)
    part = by_day(rising, weighted_quantile, 1)(matrix, value, np.ones(len(day)), None)
    later = np.array([[0.0, day[-1] + ahead] for ahead in (1, 10, 40)], np.float32)
    assert part.margins(later) == pytest.approx([12.0, 12.9, 15.9], abs=0.05)
    graph = to_onnx(trees_of(Ensemble(((1.0, part),), 2)), 0.0, 2, logistic=False)
    rows = np.concatenate([matrix[::50], later, [[0.0, np.nan]]]).astype(np.float32)
    assert run_graph(graph, rows) == pytest.approx(part.margins(rows), rel=1e-6)
    middle = by_day(rising, weighted_quantile, 1)(matrix, value, np.ones(len(day)), 0.5)
    assert middle.margins(later) - part.margins(later) == pytest.approx(
        np.full(3, weighted_quantile(value, np.ones(len(value)), 0.5) - value.mean())
    )


def test_moments_after_the_table_take_its_last_week_again() -> None:
    """Hours of a Tuesday three weeks after the end are those of the last Tuesday that was forecast."""
    first = 2_000 * 24
    plan = ForecastPlan(
        time="at", step_ms=3_600_000, places=tuple(range(first, first + 24 * 14)), profile=(), low=1.0, high=1.0,
        candidate="ARIMA", origin_ms=0, dated=True,
    )  # fmt: skip
    inside = MONDAY_MS + np.array([plan.places[24 * 10], plan.places[-1]]) * plan.step_ms
    assert plan.places_of(inside).tolist() == [plan.places[24 * 10], plan.places[-1]]
    assert plan.places_of(inside + 3 * WEEK_MS).tolist() == [plan.places[24 * 10], plan.places[-1]]
    assert plan.places_of(inside[1:] + 3_600_000).tolist() == [plan.places[-1] + 1 - 24 * 7]


def test_machines_and_autoencoders_leave_as_graphs() -> None:
    """What a missing value, an outlier and every other row score is what the graph says; unused columns do not matter."""
    rows = RNG.normal(size=(400, 5)).astype(np.float32)
    rows[::9, 2] = np.nan
    rows[1, 0] = 1e20
    scaling = Scaling.of(rows, [0, 2, 4])
    layers = tuple((RNG.normal(size=size), RNG.normal(size=size[1])) for size in ((3, 2), (2, 3)))
    supports = scaling.apply(rows[5:25])
    for fitted in (Coder(scaling, layers), Machine(scaling, supports, RNG.random(20), 0.4, 1.5)):
        found = run_graph(fitted.graph(rows), rows)
        assert found == pytest.approx(fitted.score(rows), rel=1e-3, abs=1e-3)
        assert found.std() > 0
        other = rows.copy()
        other[:, 1] = 7.0
        assert (run_graph(fitted.graph(rows), other) == found).all()
