"""ARIMA, Prophet, the LSTM and torch's autoencoder, with the real libraries, by the command of their own environment."""

import subprocess
from pathlib import Path

import msgspec
import numpy as np
import polars as pl
import pytest

BIN = Path(__file__).resolve().parents[2] / ".venv-forecast" / "bin"
pytestmark = [
    pytest.mark.forecasters,
    pytest.mark.skipif(not BIN.is_dir(), reason="make setup-forecast has not been run here"),
]
RNG = np.random.default_rng(3)
NAMES = {"ARIMA", "Prophet", "LSTM"}
DAYS = np.datetime64("2025-01-06", "ms") + np.arange(420) * np.timedelta64(1, "D")

_CODER = """
import numpy as np
from training.coder import Coder, Scaling
from training.torch_coder import layers_of
rng = np.random.default_rng(1)
hidden = rng.normal(size=(6_000, 2))
rows = (hidden @ rng.normal(size=(2, 6)) + 0.05 * rng.normal(size=(6_000, 6))).astype(np.float32)
scaling = Scaling.of(rows[:5_000], range(6))
fitted = [Coder(scaling, layers_of(scaling.apply(rows[:5_000]), (4, 2, 4), 7)) for _ in range(2)]
assert all((a == b).all() for one, two in zip(fitted[0].layers, fitted[1].layers) for a, b in zip(one, two)), "bits"
late, odd = rows[5_000:], rows[5_000:].copy()
odd[:, 0] = -odd[:, 0]
assert np.median(fitted[0].score(odd)) > 5 * np.median(fitted[0].score(late)), "a broken pattern must stand out"
assert fitted[0].graph(rows) == fitted[1].graph(rows)
"""


def command(*arguments: object) -> str:
    done = subprocess.run(
        [BIN / "countermark", *map(str, arguments)], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def leaderboard(folder: Path) -> dict[str, dict[str, dict[str, float]]]:
    card = msgspec.json.decode((folder / "card.json").read_bytes())
    return {line["name"]: line for line in card["leaderboard"]}


def test_forecasters_win_where_the_level_moves(tmp_path: Path) -> None:
    """Growth with a weekly wave: profiles lag behind, a forecaster does not; it ships as one graph, the same bytes twice."""
    week = 1 + 0.3 * (np.arange(420) % 7 == 4)
    truth = (100 + 0.8 * np.arange(420)) * week
    frame = pl.DataFrame({"at": DAYS, "spent": truth * RNG.normal(1, 0.02, 420)})
    frame[:360].write_parquet(tmp_path / "early.parquet")
    frame[360:].write_parquet(tmp_path / "late.parquet")
    for folder in ("one", "two"):
        said = command(
            "train", "spend-forecast", "--data", tmp_path / "early.parquet", "--target", "spent", "--time", "at",
            "--task", "forecast", "--out", tmp_path / folder,
        )  # fmt: skip
        assert "did not compete" not in said
        assert "Traceback" not in said
    lines = leaderboard(tmp_path / "one")
    assert set(lines) >= NAMES
    assert all(
        lines[name]["low"]["MAE"] < lines[name]["figures"]["MAE"] < lines[name]["high"]["MAE"]
        for name in NAMES
    )
    assert next(name for name, line in lines.items() if line["chosen"]) in NAMES
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name
    command(
        "score", tmp_path / "one", "--data", tmp_path / "late.parquet", "--out", tmp_path / "scored.parquet"
    )
    scored = pl.read_parquet(tmp_path / "scored.parquet")
    error = np.abs(scored["prediction"].to_numpy() - truth[360:]).mean()
    again = np.abs(frame["spent"].to_numpy()[353:360][np.arange(60) % 7] - truth[360:]).mean()
    assert error < 0.5 * again
    inside = (frame["spent"][360:] >= scored["p10"]) & (frame["spent"][360:] <= scored["p90"])
    assert float(inside.to_numpy().mean()) > 0.5


def test_a_number_can_be_told_by_its_day(tmp_path: Path) -> None:
    """Delays that grow from week to week and that no column explains: the level of the day wins, as trees over the date."""
    day = np.sort(RNG.integers(0, 420, 3_000))
    frame = pl.DataFrame(
        {"at": DAYS[day], "noise": RNG.normal(size=3_000), "days": 5 + day / 15 + RNG.normal(size=3_000)}
    )
    early, late = frame.filter(pl.col("at") < DAYS[380]), frame.filter(pl.col("at") >= DAYS[380])
    early.write_parquet(tmp_path / "early.parquet")
    late.write_parquet(tmp_path / "late.parquet")
    command(
        "train", "some-days", "--data", tmp_path / "early.parquet", "--target", "days", "--time", "at", "--no-history",
        "--task", "number", "--out", tmp_path / "model",
    )  # fmt: skip
    chosen = next(name for name, line in leaderboard(tmp_path / "model").items() if line["chosen"])
    assert chosen in {f"{name} of the day" for name in NAMES}
    command(
        "score", tmp_path / "model", "--data", tmp_path / "late.parquet", "--out", tmp_path / "scored.parquet"
    )
    scored = pl.read_parquet(tmp_path / "scored.parquet")
    assert float(np.abs(scored["p50"].to_numpy() - scored["days"].to_numpy()).mean()) < 2.0
    assert (scored["p10"] <= scored["p90"]).all()


def test_forecasters_compete_on_many_series(tmp_path: Path) -> None:
    """Thirty series of forty months, each with a period of its own: every forecaster is measured on all of them, in output and card,
    beside what can be deployed, and far better than the last value."""
    months, customers = 40, 15
    wave = 2 + np.sin(
        2 * np.pi * np.arange(months) / RNG.uniform(4, 10, (customers, 2, 1))
        + RNG.uniform(0, 6, (customers, 2, 1))
    )
    spent = np.round(10.0 ** RNG.uniform(3, 4, (customers, 2, 1)) * wave * RNG.normal(1, 0.02, wave.shape))
    customer, category, month = (each.reshape(-1) for each in np.indices(spent.shape))
    pl.DataFrame({
        "month": [f"{2022 + each // 12}-{each % 12 + 1:02d}" for each in month], "customer": customer,
        "category": [("food", "rent")[each] for each in category], "spent": spent.reshape(-1),
    }).write_parquet(tmp_path / "months.parquet")  # fmt: skip
    said = command(
        "train", "spend-forecast", "--data", tmp_path / "months.parquet", "--target", "spent", "--time", "month",
        "--id", "customer+category", "--out", tmp_path / "model",
    )  # fmt: skip
    assert "did not compete" not in said
    lines = leaderboard(tmp_path / "model")
    assert set(lines) >= NAMES | {"months, many trees", "trees of all series, large"}
    for name in NAMES:
        assert lines[name]["figures"]["MASE"] < lines[name]["high"]["MASE"]
        assert lines[name]["figures"]["MASE (served)"] > 0
        assert f"  {name}: mean absolute error" in said
    assert lines["ARIMA"]["figures"]["MASE"] < 0.7 * lines["last value again"]["figures"]["MASE"]
    assert msgspec.json.decode((tmp_path / "model" / "manifest.json").read_bytes())["inputs"] == "facts"


def test_torch_fits_an_autoencoder_that_exports(tmp_path: Path) -> None:
    """It sees a broken pattern, gives the same bits twice, its graph says the same; in a contest it is on the board."""
    done = subprocess.run(
        [BIN / "python", "-c", _CODER], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    pl.DataFrame({"at": DAYS, "amount": RNG.lognormal(3, 0.5, 420)}).write_parquet(tmp_path / "rows.parquet")
    command(
        "train",
        "transaction-anomaly",
        "--data",
        tmp_path / "rows.parquet",
        "--time",
        "at",
        "--out",
        tmp_path / "model",
    )
    assert "autoencoder (torch)" in leaderboard(tmp_path / "model")
