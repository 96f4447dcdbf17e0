"""Cards of numbers, classes and anomalies say what came true of what they promise, and by category."""

from pathlib import Path

import numpy as np
import polars as pl

from training.held_figures import confidence_reached, quantiles_reached, slices_of
from training.model import Model, ModelCard, card_text
from training.train import TrainingJob, train_any

ROWS = 900


def card(folder: Path, frame: pl.DataFrame, target: str, use_case: str = "any-question") -> ModelCard:
    frame.write_parquet(folder / "table.parquet")
    made = train_any(TrainingJob(use_case=use_case, data=folder / "table.parquet", target=target))
    assert isinstance(made.card, ModelCard)
    return made.card


def test_a_promise_is_held_against_what_came() -> None:
    """Of quantiles the share at or below them, of classes the share that was right in tenths by confidence."""
    rng = np.random.default_rng(1)
    truth = rng.uniform(size=4_000)
    bounds = {"p10": (0.1, np.full(4_000, 0.1)), "p90": (0.9, np.full(4_000, 0.7))}
    low, high = quantiles_reached(bounds, truth, np.ones(4_000))
    assert low.low <= 0.1 <= low.high
    assert high.high < 0.75 < high.expected == 0.9
    sure = rng.uniform(0.3, 1, 4_000)
    honest = confidence_reached(sure, rng.random(4_000) < sure)
    assert len(honest) == 10
    assert [point.expected for point in honest] == sorted(point.expected for point in honest)
    assert sum(point.low <= point.expected <= point.high for point in honest) >= 7
    boastful = confidence_reached(sure, rng.random(4_000) < sure / 2)
    assert not any(point.low <= point.expected <= point.high for point in boastful)


def test_slices_are_of_held_out_rows_alone() -> None:
    """Rare values and rows that were learned from have no part in them."""
    frame = pl.DataFrame({"kind": ["a"] * 100 + ["b"] * 100 + ["c"] * 10 + ["a"] * 500})
    places = np.arange(210)
    found = slices_of(frame, places, ["kind"], lambda rows: {"at": float(places[rows].mean())})
    assert [(each.value, each.rows, each.figures["at"]) for each in found] == [
        ("a", 100, 49.5),
        ("b", 100, 149.5),
    ]


def test_the_card_of_a_number(tmp_path: Path) -> None:
    """Where one kind is far noisier, its segment says so; the quantiles held on the rows that were held out."""
    rng = np.random.default_rng(2)
    noisy = rng.random(ROWS) < 0.5
    size = rng.uniform(0, 10, ROWS)
    value = 2 * size + rng.normal(0, np.where(noisy, 5.0, 0.5))
    frame = pl.DataFrame({"size": size, "kind": np.where(noisy, "noisy", "calm"), "days": value})
    found = card(tmp_path, frame, "days")
    assert [point.expected for point in found.curve] == [0.1, 0.5, 0.9]
    assert all(abs(point.observed - point.expected) < 0.06 for point in found.curve)
    errors = {each.value: each.figures["MAE"] for each in found.segments if each.column == "kind"}
    assert errors["noisy"] > 4 * errors["calm"] > 0
    assert sum(each.rows for each in found.segments) == ROWS
    text = card_text(found)
    assert "## Calibration" in text
    assert "| kind | noisy |" in text


def test_the_card_of_classes(tmp_path: Path) -> None:
    """Accuracy and macro F1 have intervals; the class is right as often as it is sure, by category too."""
    rng = np.random.default_rng(3)
    grade = rng.choice(["plain", "muddled"], ROWS)
    label = rng.choice(["card", "fee", "pin"], ROWS)
    said = np.where(
        (grade == "muddled") & (rng.random(ROWS) < 0.6), rng.choice(["card", "fee", "pin"], ROWS), label
    )
    frame = pl.DataFrame(
        {"text": [f"about my {word} again" for word in said], "grade": grade, "label": label}
    )
    found = card(tmp_path, frame, "label")
    for line in found.leaderboard:
        assert set(line.low) == set(line.high) == {"accuracy", "macro F1"}
        assert line.low["macro F1"] <= line.figures["macro F1"] <= line.high["macro F1"]
    assert len(found.curve) == 10
    of = {each.value: each.figures for each in found.segments if each.column == "grade"}
    assert of["plain"]["accuracy"] > of["muddled"]["accuracy"] + 0.2


def anomalies(folder: Path, frame: pl.DataFrame, target: str = "") -> Model:
    frame.write_parquet(folder / "t.parquet")
    made = train_any(TrainingJob("transaction-anomaly", folder / "t.parquet", target, task="anomaly"))
    assert isinstance(made, Model)
    return made


def test_the_card_of_anomalies(tmp_path: Path) -> None:
    """Every candidate's average precision has an interval that holds it; the share to flag is the best of those tried, what a
    threshold flags falls with it, and every other candidate is compared with the winner."""
    rng = np.random.default_rng(4)
    made = anomalies(
        tmp_path, pl.DataFrame({"amount": rng.lognormal(3, 1, ROWS), "hour": rng.integers(0, 24, ROWS)})
    )
    for line in made.card.leaderboard:
        for name, value in line.figures.items():
            assert line.low[name] <= value <= line.high[name]
    found = made.card.anomalies
    assert found is not None
    best = max(found.tuned, key=lambda each: each.f1)
    assert [each.share for each in found.tuned if each.chosen] == [best.share] == [found.contamination]
    shares = [each.share for each in found.flagged]
    assert shares == sorted(shares)
    assert [each.planted for each in found.flagged] == sorted(each.planted for each in found.flagged)
    at = next(each for each in found.flagged if each.threshold == found.threshold)
    assert abs(at.share - found.contamination) < 0.01
    names = {line.name for line in made.card.leaderboard if not line.chosen}
    assert {each.candidate for each in found.agreement} == names
    assert all(-1 <= each.ranks <= 1 and 0 <= each.flagged <= 1 for each in found.agreement)
    assert found.labelled is None
    text = card_text(made.card)
    assert "## The share to flag" in text
    assert "## Whether candidates agree with the winner" in text


def test_labels_measure_anomalies_and_teach_nothing(tmp_path: Path) -> None:
    """With `--target` beside `--task anomaly` the same graph comes out, whatever the labels say, and the card holds it against them."""
    rng = np.random.default_rng(5)
    odd = rng.random(ROWS) < 0.03
    amount = rng.lognormal(3, 0.5, ROWS) * np.where(odd, 20, 1)
    frame = pl.DataFrame({"amount": amount, "hour": rng.integers(0, 24, ROWS), "fraud": odd.astype(int)})
    plain = anomalies(tmp_path, frame.drop("fraud"))
    told = anomalies(tmp_path, frame, target="fraud")
    turned = anomalies(tmp_path, frame.with_columns(fraud=1 - pl.col("fraud")), target="fraud")
    assert plain.files["anomaly.onnx"] == told.files["anomaly.onnx"] == turned.files["anomaly.onnx"]
    assert told.card.anomalies is not None
    assert turned.card.anomalies is not None
    good, bad = told.card.anomalies.labelled, turned.card.anomalies.labelled
    assert good is not None
    assert bad is not None
    assert good.low <= good.average_precision <= good.high
    assert good.average_precision > 0.8 > 0.2 + good.positives / good.rows
    assert [each.recall for each in good.curve] == sorted(each.recall for each in good.curve)
    assert good.curve[-1].recall > 0.9 > bad.curve[0].precision
    assert "## Held against labels" in card_text(told.card)
