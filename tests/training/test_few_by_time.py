"""Where a part of the time has too few of one kind, rows are held out in turn, and output and card say so."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from training.binary import IN_TURN
from training.errors import DatasetRefused
from training.package import Version
from training.train import TrainingJob, train_any

ROWS = 600


def table(folder: Path, positives: int) -> TrainingJob:
    """Nothing happened before the last quarter of the time."""
    rng = np.random.default_rng(2)
    late = np.arange(ROWS) >= ROWS * 3 // 4
    size = rng.normal(0, 1, ROWS)
    chosen = np.argsort(np.where(late, -size + rng.normal(0, 0.5, ROWS), np.inf))[:positives]
    happened = np.zeros(ROWS, int)
    happened[chosen] = 1
    at = np.datetime64("2026-01-01", "ms") + np.arange(ROWS) * np.timedelta64(3_600_000, "ms")
    frame = pl.DataFrame({"at": at, "size": size, "other": rng.normal(0, 1, ROWS), "happened": happened})
    frame.write_parquet(folder / "t.parquet")
    return TrainingJob("any-question", folder / "t.parquet", "happened", time="at", history=False)


def test_it_is_measured_in_turn(tmp_path: Path) -> None:
    """A version comes out, measured on rows held out in turn; what is said of it does not claim later rows."""
    said: list[str] = []
    made = train_any(table(tmp_path, 60), said.append)
    assert isinstance(made, Version)
    assert any(line.startswith(IN_TURN) for line in said)
    assert made.card.more is not None
    assert "later rows" not in made.card.more.validation
    assert IN_TURN in made.card.notes


def test_too_few_at_all_stay_refused(tmp_path: Path) -> None:
    """Held out in turn there are not enough either."""
    with pytest.raises(DatasetRefused, match="of one class"):
        train_any(table(tmp_path, 6))
