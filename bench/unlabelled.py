"""Anomalies without labels: our public command against PyOD's detectors on the very same features and rows.

Ours is trained with `countermark train transaction-anomaly` without a target, on payments before August 2018, and scores
those of 1 to 15 August; labels only measure. PyOD gets the matrix that our preparation makes (missing values as medians,
standardised) of a sample of the same training rows.
"""

import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score, roc_auc_score

from bench.quality import call
from bench.quality_sets import DATA
from training.folder import HISTORY
from training.model_files import read
from training.preparation import apply, read_events

PEER = Path(__file__).resolve().parents[1] / ".venv-bench-pyod" / "bin" / "python"
TABLE = DATA / "fraud_cards_fdh" / "transactions.parquet"
BEGIN, CUT = datetime(2018, 6, 1), datetime(2018, 8, 1)  # noqa: DTZ001 - the table has no zone
PEER_ROWS = 40_000


def main() -> int:
    if not TABLE.is_file():
        print(f"skipped: {TABLE} is not on this machine")
        return 0
    frame = pl.read_parquet(TABLE).drop("scenario_LEAK")
    early = frame.filter(pl.col("tx_datetime").is_between(BEGIN, CUT, closed="left")).drop("is_fraud")
    late = frame.filter(pl.col("tx_datetime") >= CUT)
    truth = late["is_fraud"].to_numpy() > 0
    with tempfile.TemporaryDirectory(prefix="countermark-unlabelled-") as scratch:
        folder = Path(scratch)
        early.write_parquet(folder / "train.parquet")
        late.drop("is_fraud").write_parquet(folder / "score.parquet")
        call(
            "train", "transaction-anomaly", "--data", folder / "train.parquet", "--time", "tx_datetime", "--id", "customer_id",
            "--out", folder / "model",
        )  # fmt: skip
        call(
            "score", folder / "model", "--data", folder / "score.parquet", "--out", folder / "scored.parquet"
        )
        scored = pl.read_parquet(folder / "scored.parquet")
        theirs = peers(folder, early, late.drop("is_fraud"))
    ours, flagged = scored["anomaly_score"].to_numpy(), scored["flagged"].to_numpy() > 0
    print(f"{len(truth):,} rows, {int(truth.sum()):,} of them frauds ({truth.mean():.2%})")
    figures = {
        name: show(f"PyOD {name}", truth, score, flag(score, flagged.mean()))
        for name, score in theirs.items()
    }
    mine = show("Countermark", truth, ours, flagged)
    best = max(figures.values())
    print(
        f"average precision {mine:.4f} against the best of PyOD {best:.4f}: {'reached' if mine >= best else 'MISSED'}"
    )
    return 0 if mine >= best else 1


def peers(folder: Path, early: pl.DataFrame, late: pl.DataFrame) -> dict[str, NDArray[np.float64]]:
    model, files = read(folder / "model")
    plan = model.preparation
    assert plan is not None
    train = apply(plan, early).of(plan.columns)
    past = read_events(files[HISTORY]) if plan.history is not None else None
    test = apply(plan, late, past).of(plan.columns)
    rows = np.random.default_rng(1).choice(len(train), PEER_ROWS, replace=False)
    middle = np.nan_to_num(np.nanmedian(train, axis=0))
    known, asked = (np.where(np.isnan(part), middle, part) for part in (train[rows], test))
    mean, spread = known.mean(axis=0), np.maximum(known.std(axis=0), 1e-9)
    np.savez(
        folder / "features.npz",
        train=((known - mean) / spread).astype(np.float32),
        test=((asked - mean) / spread).astype(np.float32),
    )
    script = Path(__file__).parent / "peers" / "pyod_scores.py"
    subprocess.run([PEER, script, folder / "features.npz", folder / "scores.npz"], check=True)
    with np.load(folder / "scores.npz") as found:
        return {name: found[name] for name in found.files}


def flag(score: NDArray[np.float64], share: float) -> NDArray[np.bool_]:
    """As many rows as ours flags, so that rates compare."""
    return score >= np.quantile(score, 1 - share)


def show(
    name: str, truth: NDArray[np.bool_], score: NDArray[np.float64], flagged: NDArray[np.bool_]
) -> float:
    precision = float(average_precision_score(truth, score))
    wrong, missed = (
        float((flagged & ~truth).sum() / (~truth).sum()),
        float((~flagged & truth).sum() / truth.sum()),
    )
    print(
        f"{name:24} average precision {precision:.4f}  AUC {roc_auc_score(truth, score):.4f}  flagged {flagged.mean():.2%}: "
        f"false positive rate {wrong:.3%}, false negative rate {missed:.1%}"
    )
    return precision


if __name__ == "__main__":
    sys.exit(main())
