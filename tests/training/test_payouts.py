"""Payouts through banks that slow down and recover: what is known of a bank at the moment is worth more than its name."""

from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from sklearn.metrics import roc_auc_score

from inference.pasts.history import Entity, HistoryPlan
from training.package import write_folder
from training.preparation import Preparation, events_of
from training.scoring import score_folder
from training.train import TrainingJob, train

BANKS, ROWS, LATE_DAYS = 8, 2_400, 3.0
DAY_MS = 86_400_000


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Each bank is slow for three weeks of every ten; the last fifth is scored by what was learned from the rest."""
    folder = tmp_path_factory.mktemp("payouts")
    rng = np.random.default_rng(11)
    day = np.sort(rng.random(ROWS) * 240)
    bank = rng.integers(0, BANKS, ROWS)
    slow = ((day + 9.0 * bank) % 70) < 21
    days = rng.lognormal(np.where(slow, 1.6, 0.4), 0.35)
    start = np.datetime64("2026-01-01", "ms")
    at = start + (day * DAY_MS).astype("timedelta64[ms]")
    paid = at + (days * DAY_MS).astype("timedelta64[ms]")
    frame = pl.DataFrame(
        {"at": at, "paid_at": paid, "bank": [f"bank {each}" for each in bank], "amount": rng.lognormal(5, 1, ROWS),
         "late": (days > LATE_DAYS).astype(int)}
    )  # fmt: skip
    cut = frame["at"][int(0.8 * ROWS)]
    known = pl.col("paid_at") < cut
    before = frame.filter(pl.col("at") < cut).with_columns(
        pl.when(known).then(pl.col("late")).alias("late"),
        pl.when(known).then(pl.col("paid_at")).alias("paid_at"),
    )
    # A few rows were never given a time.
    pl.concat([before, before[:5].with_columns(at=None)], how="vertical").write_parquet(
        folder / "train.parquet"
    )
    frame.filter(pl.col("at") >= cut).write_parquet(folder / "score.parquet")
    said: list[str] = []
    _train(folder, "with", said, history=True)
    assert any("5 of" in line and "no `at` and were left out" in line for line in said)
    return folder


def _train(home: Path, name: str, said: list[str], *, history: bool) -> None:
    job = TrainingJob(
        "payout-delay", home / "train.parquet", "late", time="at", ids=("bank",), known="paid_at", history=history
    )  # fmt: skip
    write_folder(train(job, said.append), home / name)
    score_folder(home / name, home / "score.parquet", home / f"{name}.parquet")


def _auc(home: Path, name: str) -> float:
    scored = pl.read_parquet(home / f"{name}.parquet")
    return float(roc_auc_score(scored["late"].to_numpy(), scored["probability"].to_numpy()))


def test_the_banks_past_tells_late_payouts(home: Path) -> None:
    """With it later payouts are told apart; without it they hardly are."""
    _train(home, "without", [], history=False)
    assert _auc(home, "with") > 0.8
    assert _auc(home, "with") > _auc(home, "without") + 0.15


def test_a_row_without_a_time_is_answered_and_in_nobodys_past(home: Path) -> None:
    """Its own history is missing; the scores of the others are what they are without it."""
    score = pl.read_parquet(home / "score.parquet")
    odd = pl.concat([score, score[:1].with_columns(at=None, amount=9e6)], how="vertical")
    odd.write_parquet(home / "odd.parquet")
    said: list[str] = []
    score_folder(home / "with", home / "odd.parquet", home / "odd_out.parquet", progress=said.append)
    found = pl.read_parquet(home / "odd_out.parquet")["probability"]
    plain = pl.read_parquet(home / "with.parquet")["probability"]
    np.testing.assert_array_equal(found[:-1].to_numpy(), plain.to_numpy())
    assert found.is_between(0, 1).all()
    assert any("1 of" in line and "have no `at`" in line for line in said)


PLAN = Preparation(
    target="days", time="at", raw=(), salt="s", known="paid_at",
    history=HistoryPlan(
        entities=(Entity(name="everybody", columns=(), kind="class", windows_ms=(DAY_MS,)),), values=(), prior=0.0
    ),
)  # fmt: skip


def _table(paid: list[int | None]) -> pl.DataFrame:
    start = datetime(2026, 1, 1)  # noqa: DTZ001 - tables have no zone
    return pl.DataFrame(
        {
            "at": [start + timedelta(days=day) for day in range(3)],
            "paid_at": [None if each is None else start + timedelta(days=each) for each in paid],
        },
        schema_overrides={"at": pl.Datetime("ms"), "paid_at": pl.Datetime("ms")},
    )


def test_what_is_not_paid_waits_until_the_table_ends_and_no_longer() -> None:
    """Of a row without an answer it is known up to the last moment of its table that it had none."""
    events = events_of(PLAN, _table([4, None, 9]), np.array([4.0, np.nan, 7.0]))
    begin = events.time[0]
    assert ((events.known - begin) // DAY_MS).tolist() == [4, 9, 9]
    assert np.isnan(events.label).tolist() == [False, True, False]


def test_a_table_of_questions_says_nothing_of_what_waits() -> None:
    """Without a single answer nobody can tell whether rows wait or were never followed."""
    events = events_of(PLAN, _table([None, None, None]), np.array([4.0, np.nan, 7.0]))
    assert (events.known == events.time).all()
    assert np.isnan(events.label).all()


def test_days_to_an_answer_say_when_it_was_known() -> None:
    """A delay in days is itself known after as many days, without a column that says when."""
    plan = Preparation(
        target="days", time="at", raw=(), salt="s", label_is_delay=True, history=PLAN.history, label_delay_ms=30 * DAY_MS
    )  # fmt: skip
    events = events_of(plan, _table([None, None, None]).drop("paid_at"), np.array([4.0, np.nan, 7.5]))
    assert ((events.known - events.time[0]) / DAY_MS).tolist() == [4.0, 9.5, 9.5]
