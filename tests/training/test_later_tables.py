"""Tables to score are never quite like the table that was learned from; scoring goes on and says what was amiss."""

import shutil
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from inference.artefacts import ArtefactInvalid
from training.errors import DatasetRefused
from training.package import write_folder
from training.scoring import score_folder
from training.train import TrainingJob, train


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Payments with a customer, a country and a date; frauds are large ones abroad and of some terminals."""
    home = tmp_path_factory.mktemp("later")
    rng = np.random.default_rng(2)
    rows = 4_000
    at = np.datetime64("2026-01-01", "ms") + np.sort(rng.integers(0, 90 * 86_400_000, rows)).astype(
        "timedelta64[ms]"
    )
    amount, country = rng.lognormal(3, 1, rows), rng.choice(["IN", "DE", "US"], rows)
    z = -4 + 0.04 * amount + 1.5 * (country == "US")
    fraud = (rng.random(rows) < 1 / (1 + np.exp(-z))).astype(int)
    frame = pl.DataFrame(
        {
            "at": at,
            "customer_id": rng.integers(1, 200, rows),
            "amount": amount,
            "country": country,
            "vip": rng.random(rows) < 0.1,
            "fraud": fraud,
        }
    )
    frame[:3_000].write_parquet(home / "train.parquet")
    frame[3_000:].write_parquet(home / "later.parquet")
    job = TrainingJob("transaction-anomaly", home / "train.parquet", "fraud", time="at", ids=("customer_id",))
    write_folder(train(job), home / "model")
    return home


def scored(folder: Path, frame: pl.DataFrame, name: str = "t.csv") -> tuple[pl.DataFrame, list[str]]:
    path = folder / name
    (frame.write_parquet if name.endswith("parquet") else frame.write_csv)(path)
    said: list[str] = []
    score_folder(folder / "model", path, folder / "out.parquet", progress=said.append)
    return pl.read_parquet(folder / "out.parquet"), said


def test_the_same_rows_score_the_same_in_any_dress(folder: Path) -> None:
    """CSV or Parquet, ids as text or floats, dates in another form, numbers with separators, booleans in words."""
    later = pl.read_parquet(folder / "later.parquet").drop("fraud")
    plain, _ = scored(folder, later, "t.parquet")
    dressed = later.with_columns(
        pl.col("at").dt.strftime("%d.%m.%Y %H:%M:%S%.3f").str.replace(r"\.\d{3}$", ""),
        pl.col("customer_id").cast(pl.Float64),
        pl.when(pl.col("vip")).then(pl.lit("Yes")).otherwise(pl.lit("No")).alias("vip"),
    )
    found, _ = scored(folder, dressed)
    whole_seconds, _ = scored(folder, later.with_columns(pl.col("at").dt.truncate("1s")), "t.parquet")
    np.testing.assert_array_equal(found["probability"].to_numpy(), whole_seconds["probability"].to_numpy())
    assert (
        abs(float(plain["probability"].to_numpy().mean()) - float(found["probability"].to_numpy().mean()))
        < 1e-3
    )


def test_unseen_and_empty_values_are_answered(folder: Path) -> None:
    """New customers and countries, empty cells, infinities and a column that is absent: a probability each, and a note."""
    later = pl.read_parquet(folder / "later.parquet").drop("fraud")
    odd = later.with_columns(
        pl.lit("ZZ").alias("country"), pl.col("customer_id") + 10_000,
        pl.when(pl.int_range(pl.len()) % 3 == 0).then(None).otherwise(pl.col("amount")).alias("amount"),
    ).drop("vip")  # fmt: skip
    found, said = scored(folder, odd)
    assert found["probability"].is_between(0, 1).all()
    assert any("`vip` is absent" in line for line in said) or "vip" not in str(said)


def test_another_table_is_refused_in_words(folder: Path) -> None:
    """Without its time there is no history; words where numbers were are named; most columns gone is another table."""
    later = pl.read_parquet(folder / "later.parquet").drop("fraud")
    with pytest.raises(DatasetRefused, match="time column `at` is absent"):
        scored(folder, later.drop("at"))
    with pytest.raises(DatasetRefused, match="`amount` should hold a number"):
        scored(folder, later.with_columns(pl.lit("much").alias("amount")))
    with pytest.raises(DatasetRefused, match="should hold dates"):
        scored(folder, later.with_columns(pl.lit("soon").alias("at")))


def test_labels_in_the_file_count_only_once_they_are_known(folder: Path) -> None:
    """With seven days of delay, labels of the last week change no score of that week."""
    later = pl.read_parquet(folder / "later.parquet")
    week = later["at"].max() - pl.duration(days=7)
    changed = later.with_columns(
        pl.when(pl.col("at") >= week).then(1 - pl.col("fraud")).otherwise(pl.col("fraud")).alias("fraud")
    )
    one, _ = scored(folder, later, "t.parquet")
    other, _ = scored(folder, changed, "t.parquet")
    np.testing.assert_array_equal(one["probability"].to_numpy(), other["probability"].to_numpy())


def test_a_changed_past_is_refused(folder: Path, tmp_path: Path) -> None:
    """The kept events are those that training wrote, or nothing is scored."""
    shutil.copytree(folder / "model", tmp_path / "model")
    (tmp_path / "model" / "history.parquet").write_bytes(b"other")
    with pytest.raises(ArtefactInvalid, match=r"history\.parquet"):
        score_folder(tmp_path / "model", folder / "later.parquet", tmp_path / "out.parquet")
