"""Numbers, classes, forecasts and anomalies: trained and scored by the two commands, on tables with a known truth."""

from pathlib import Path

import msgspec
import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner, Result

from app.cli.training import score, train
from training.errors import DatasetRefused
from training.model_files import ModelInvalid

RNG = np.random.default_rng(11)


def run(
    folder: Path, use_case: str, early: pl.DataFrame, late: pl.DataFrame, *options: str
) -> tuple[pl.DataFrame, Result]:
    """Train on the early table, score the late one. Returns: what was scored, and what training said."""
    early.write_csv(folder / "early.csv")
    late.write_csv(folder / "late.csv")
    arguments = [use_case, "--data", str(folder / "early.csv"), *options, "--out", str(folder / "model")]
    said = CliRunner().invoke(train, arguments, catch_exceptions=False)
    assert said.exit_code == 0, said.output
    arguments = [
        str(folder / "model"),
        "--data",
        str(folder / "late.csv"),
        "--out",
        str(folder / "scored.parquet"),
    ]
    assert CliRunner().invoke(score, arguments, catch_exceptions=False).exit_code == 0
    return pl.read_parquet(folder / "scored.parquet"), said


def test_a_number_comes_with_its_quantiles(tmp_path: Path) -> None:
    """P50 beats the constant, P10 to P90 hold four of five rows, in their order; the same bytes twice."""
    rows = 1_500
    size = RNG.uniform(0, 10, rows)
    days = 2 * size + RNG.exponential(2 + size / 5)
    frame = pl.DataFrame({"size": size, "kind": RNG.choice(["a", "b"], rows), "days": days})
    found, _ = run(tmp_path, "invoice-days", frame[:1_000], frame[1_000:], "--target", "days")
    truth = found["days"]
    assert float((found["p50"] - truth).abs().to_numpy().mean()) < 0.6 * float(
        (truth - truth.median()).abs().to_numpy().mean()
    )
    assert ((found["p10"] <= found["p50"]) & (found["p50"] <= found["p90"])).all()
    assert 0.7 < float(((truth >= found["p10"]) & (truth <= found["p90"])).to_numpy().mean()) < 0.9
    first = {path.name: path.read_bytes() for path in (tmp_path / "model").iterdir()}
    run(tmp_path, "invoice-days", frame[:1_000], frame[1_000:], "--target", "days", "--force")
    assert first == {path.name: path.read_bytes() for path in (tmp_path / "model").iterdir()}


def test_delays_that_have_not_ended_do_not_make_it_optimistic(tmp_path: Path) -> None:
    """At a cut only short delays of recent rows are known; the mean still comes near the truth."""
    rows = 4_000
    start = np.sort(RNG.uniform(0, 60, rows))
    days = RNG.exponential(20, rows)
    at = np.datetime64("2026-01-01", "ms") + (start * 86_400_000).astype("timedelta64[ms]")
    ended = np.where(start + days < 60, days, np.nan)
    frame = pl.DataFrame({"at": at, "x": RNG.normal(size=rows), "days": ended}).with_columns(
        pl.col("days").fill_nan(None)
    )
    found, said = run(
        tmp_path,
        "payout-delay",
        frame,
        frame[-200:].drop("days"),
        "--target",
        "days",
        "--time",
        "at",
        "--no-history",
    )
    assert "have no end yet" in (tmp_path / "model" / "card.md").read_text()
    naive = float(np.nanmean(ended))
    assert abs(float(found["prediction"].to_numpy().mean()) - 20) < abs(naive - 20) - 2
    assert "number" in said.output


def test_text_tells_the_class(tmp_path: Path) -> None:
    """Misspelt, unseen and missing texts are answered; confidence is a probability; the graph does the scoring."""
    words = {
        "card": ["card lost", "my card is gone", "stolen card"],
        "fee": ["why this fee", "fee too high", "charged a fee"],
        "pin": ["forgot pin", "new pin please", "pin blocked"],
    }
    texts, labels = [], []
    for number in range(300):
        label = ["card", "fee", "pin"][number % 3]
        texts.append(
            f"{RNG.choice(words[label])} {RNG.choice(['today', 'please', 'hello there', 'again'])} {number % 50}"
        )
        labels.append(label)
    frame = pl.DataFrame({"text": texts, "label": labels})
    late = pl.DataFrame({"text": ["lost my caard", "the feee is high", None, "unbekannt"]})
    found, _ = run(tmp_path, "intent", frame, late, "--target", "label")
    assert found["prediction"].to_list()[:2] == ["card", "fee"]
    assert found["confidence"].is_between(0, 1).all()
    other = pl.DataFrame({"amount": [1.0]})
    other.write_csv(tmp_path / "other.csv")
    with pytest.raises(DatasetRefused, match="absent: text"):
        CliRunner().invoke(
            score,
            [
                str(tmp_path / "model"),
                "--data",
                str(tmp_path / "other.csv"),
                "--out",
                str(tmp_path / "o.csv"),
            ],
            catch_exceptions=False,
        )


def test_a_forecast_knows_the_week(tmp_path: Path) -> None:
    """Mondays are busy and nights quiet; the forecast of later weeks is near the truth and beats last week again."""
    hours = np.arange(24 * 7 * 12)
    at = np.datetime64("2026-01-05", "ms") + (hours * 3_600_000).astype("timedelta64[ms]")
    mean = 50 + 30 * np.sin(hours % 24 / 24 * 2 * np.pi) + 40 * (hours // 24 % 7 == 0)
    frame = pl.DataFrame({"at": at, "calls": RNG.poisson(mean)})
    found, _ = run(
        tmp_path, "volume-forecast", frame[:1_500], frame[1_500:], "--target", "calls", "--time", "at"
    )
    assert float((found["prediction"] - pl.Series(mean[1_500:])).abs().to_numpy().mean()) < 4
    card = msgspec.json.decode((tmp_path / "model" / "card.json").read_bytes())
    errors = {line["name"]: line["figures"]["MAE"] for line in card["leaderboard"]}
    assert min(errors.values()) < errors["last week again"]


def test_anomalies_need_no_target(tmp_path: Path) -> None:
    """A payment ten times its customer's usual amount stands out, and the share to flag was tuned and is shown."""
    rng, rows = np.random.default_rng(1), 3_000
    customer = rng.integers(0, 40, rows)
    usual = 10.0 ** (1 + customer % 3)
    amount = usual * rng.lognormal(0, 0.2, rows)
    odd = rng.random(rows) < 0.01
    amount = np.where(odd, amount * 10, amount)
    at = np.datetime64("2026-01-01", "ms") + np.sort(rng.integers(0, 60 * 86_400_000, rows)).astype(
        "timedelta64[ms]"
    )
    frame = pl.DataFrame({"at": at, "customer_id": customer, "amount": amount, "odd": odd.astype(int)})
    found, said = run(
        tmp_path,
        "transaction-anomaly",
        frame[:2_000].drop("odd"),
        frame[2_000:],
        "--time",
        "at",
        "--id",
        "customer_id",
    )
    top = found.sort("anomaly_score", descending=True).head(int(found["odd"].sum()))
    assert float(top["odd"].to_numpy().mean()) > 0.7
    assert "Contamination rate tuned" in said.output
    assert "one-class SVM" in (tmp_path / "model" / "card.md").read_text()


def test_a_changed_file_is_refused(tmp_path: Path) -> None:
    """What was not written by training does not answer."""
    frame = pl.DataFrame({"x": RNG.normal(size=200), "y": RNG.normal(size=200)})
    run(tmp_path, "any-number", frame, frame, "--target", "y")
    graph = tmp_path / "model" / "p50.onnx"
    graph.write_bytes(graph.read_bytes() + b"\n")
    with pytest.raises(ModelInvalid, match=r"p50\.onnx"):
        CliRunner().invoke(
            score,
            [str(tmp_path / "model"), "--data", str(tmp_path / "late.csv"), "--out", str(tmp_path / "o.csv")],
            catch_exceptions=False,
        )
