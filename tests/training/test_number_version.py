"""Versions of amounts: what the graph and the tables say is what was fitted, also where margins reach hundreds."""

import pathlib

import numpy as np
import polars as pl
import pytest

from inference import artefacts
from training.model import ModelCard
from training.number_version import bound_of
from training.package import write_folder
from training.scoring import score_folder
from training.train import TrainingJob, train_any

ROWS = 600


def test_amounts_with_a_heavy_tail_become_a_version(tmp_path: pathlib.Path) -> None:
    """P50 comes back from the explained margin, P10 to P90 are in order, and the bound is the one that was named."""
    rng = np.random.default_rng(6)
    sales = rng.lognormal(14, 1.2, ROWS)
    frame = pl.DataFrame(
        {"sales_minor": sales.round(), "earned_minor": (sales * 0.015 * rng.lognormal(0, 0.1, ROWS)).round()}
    )
    frame.write_csv(tmp_path / "table.csv")
    job = TrainingJob(
        use_case="commission-check", data=tmp_path / "table.csv", target="earned_minor", above=20_000.0
    )
    made = train_any(job)
    assert any("above 20000 (--above)" in note for note in made.card.notes)
    write_folder(made, tmp_path / "version")
    version = artefacts.load(tmp_path / "version")
    assert (version.manifest.task, version.manifest.above) == ("number", 20_000.0)
    matrix = frame.select(version.features).to_numpy().astype(np.float32)
    found, calibration = version.scorer.outputs(matrix), version.manifest.calibration
    explained = version.base_value + version.explain(matrix).sum(axis=1)
    middle = found.heads["p50"][:, 0]
    assert (explained - calibration.intercept) / calibration.slope == pytest.approx(middle, rel=1e-3, abs=50)
    assert np.mean(found.heads["p10"][:, 0] <= middle) > 0.95
    assert np.mean(middle <= found.heads["p90"][:, 0]) > 0.95


def test_a_bound_that_tells_nothing_gives_way() -> None:
    """Asked for, else meant by the use case, else the median: never one that nearly all or hardly any rows are above."""
    value = np.arange(100.0)
    assert bound_of(30.0, 1.0, value)[0] == 30.0
    assert bound_of(None, 50.0, value)[0] == 50.0
    assert bound_of(1e9, None, value)[0] == pytest.approx(49.5)
    assert "the median" in bound_of(None, 99.0, value)[1]


def test_a_prediction_tells_rows_apart_where_a_few_are_far_off(tmp_path: pathlib.Path) -> None:
    """A tenth of the values lie so far off that nothing is nearer in squares than one number; that would be no prediction."""
    rng = np.random.default_rng(3)
    size = rng.uniform(1, 10, ROWS)
    far_off = (rng.random(ROWS) < 0.1) * rng.pareto(1.1, ROWS) * 200
    pl.DataFrame({"size": size, "days": 2 * size + rng.normal(0, 1, ROWS) + far_off}).write_csv(
        tmp_path / "table.csv"
    )
    made = train_any(TrainingJob(use_case="payout-delay", data=tmp_path / "table.csv", target="days"))
    assert isinstance(made.card, ModelCard)
    assert min(made.card.leaderboard, key=lambda line: line.figures["RMSE"]).name == "constant"
    write_folder(made, tmp_path / "version")
    score_folder(tmp_path / "version", tmp_path / "table.csv", tmp_path / "scored.csv")
    assert pl.read_csv(tmp_path / "scored.csv")["prediction"].n_unique() > ROWS / 10
