"""How rows are held out: nothing is learned from answers that were not known yet, and nobody is on both sides."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from training.fit import Rows, can_wait, folds_of, stopping_split
from training.job import TrainingJob
from training.readying import Ready, ready

RNG = np.random.default_rng(5)
DAYS = 120


def test_a_part_learns_from_what_was_known_when_it_began() -> None:
    """Rows whose answer took until the measured part, or longer, are left out of the rows before it; all others stay."""
    order = RNG.permutation(600)
    known = order + 50
    rows = Rows(np.zeros((600, 1), np.float32), RNG.random(600) < 0.4, order, known=known)
    assert can_wait(rows)
    for train, test in folds_of(rows, 1):
        begin = order[test].min()
        assert known[train].max() <= begin
        assert len(train) == begin - 49


def test_answers_that_take_longer_than_the_parts_cannot_be_waited_for() -> None:
    """Where hardly a row would be left, the caller is told so."""
    order = np.arange(600)
    rows = Rows(np.zeros((600, 1), np.float32), RNG.random(600) < 0.4, order, known=order + 300)
    assert not can_wait(rows)


def test_trees_stop_by_later_rows_and_by_other_groups() -> None:
    """With time the latest 15 % say when to stop; without it whole groups do."""
    target = RNG.random(400) < 0.3
    order, train = RNG.permutation(400), np.arange(0, 400, 2)
    inner, validation = stopping_split(Rows(np.zeros((400, 1), np.float32), target, order), train, 1)
    assert order[inner].max() < order[validation].min()
    assert sorted([*inner, *validation]) == train.tolist()
    group = RNG.integers(0, 50, 400)
    inner, validation = stopping_split(Rows(np.zeros((400, 1), np.float32), target, group=group), train, 1)
    assert not set(group[inner]) & set(group[validation])
    assert sorted([*inner, *validation]) == train.tolist()


def _asked_often(path: Path, delay_days: float) -> Ready:
    """Sixty customers asked about every week for four months."""
    week, customer = np.divmod(np.arange(60 * (DAYS // 7)), 60)
    frame = pl.DataFrame(
        {
            "customer_id": customer,
            "at": np.datetime64("2026-01-01", "ms")
            + (7 * week).astype("timedelta64[D]").astype("timedelta64[ms]"),
            "balance": RNG.lognormal(3, 1, len(week)),
            "left": (RNG.random(len(week)) < 0.3).astype(int),
        }
    )
    frame.write_parquet(path)
    job = TrainingJob(
        "churn-score",
        path,
        "left",
        time="at",
        ids=("customer_id",),
        label_delay_days=delay_days,
        history=True,
    )
    return ready(job)


@pytest.mark.parametrize(("delay_days", "by_time"), [(7.0, True), (90.0, False)])
def test_overlapping_answers_are_measured_on_other_customers(
    tmp_path: Path, delay_days: float, *, by_time: bool
) -> None:
    """Answers of a week are measured on later rows; those of a quarter overlap, and customers are kept together."""
    table = _asked_often(tmp_path / "asked.parquet", delay_days)
    assert (table.order is not None) is by_time
    assert (table.group is not None) is not by_time
    rows = table.rows(table.value > 0)
    for train, test in folds_of(rows, 1):
        assert by_time or not set(table.frame["customer_id"][train]) & set(table.frame["customer_id"][test])
