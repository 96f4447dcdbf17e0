"""A table of customers' months becomes a version of the service's own features, chosen beside everything that forecasts the table."""

import dataclasses
from pathlib import Path

import msgspec
import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner

from app.cli.training import train
from inference import artefacts
from inference.features.events import EVENT_SETS
from payments.history_facts import CustomerHistory, MonthSpend, begin_of, month_number
from training.frames import read_table
from training.job import TrainingJob, silent
from training.model import Line
from training.series.deployed import said_of_deployed, served_of
from training.series.levels import Levels
from training.series.many import LOCAL_MAX, SERVED, forecast_of
from training.series.panel import Floats, Ints, panel_of
from training.series.spending import NAMES, TOTAL, customers_of, examples_of, learnable
from training.series_forecasts import are_series

MONTHS, CUSTOMERS = 30, 9
OPTIONS = ("--target", "amount", "--time", "month", "--id", "customer", "--id", "category")


def months(*, decimals: bool = False) -> pl.DataFrame:
    """Half of the categories' months have no row at all."""
    rng = np.random.default_rng(2)
    rows = [
        {
            "month": f"{2023 + at // 12}-{at % 12 + 1:02d}", "customer": customer, "category": name,
            "amount": int(1_000 * (customer + 1) * (2 + np.sin(at / 2 + customer)) * rng.uniform(0.8, 1.2)),
        }
        for customer in range(CUSTOMERS)
        for name in ("Food", "Fun & Games")
        for at in range(customer % 3, MONTHS)
        if name == "Food" or rng.random() < 0.5
    ]  # fmt: skip
    frame = pl.DataFrame(rows)
    return frame.with_columns(pl.col("amount") + 0.25) if decimals else frame


def job(path: Path, use_case: str = "spend-forecast") -> TrainingJob:
    return TrainingJob(
        use_case=use_case,
        data=path,
        target="amount",
        time="month",
        ids=("customer", "category"),
        task="forecast",
    )


def command(folder: Path, out: str) -> str:
    arguments = ["spend-forecast", "--data", str(folder / "months.csv"), *OPTIONS, "--task", "forecast", "--out", str(folder / out)]  # fmt: skip
    said = CliRunner().invoke(train, arguments, catch_exceptions=False)
    assert said.exit_code == 0, said.output
    return said.output


def test_a_version_beside_the_forecasts(tmp_path: Path) -> None:
    """It is measured beside the others, named in card and output, loads as a version of facts, holds no customer, and is the same twice."""
    months().write_csv(tmp_path / "months.csv")
    said = command(tmp_path, "one")
    assert "9 customers, categories by `category`; amounts are read as minor units." in said
    card = msgspec.json.decode((tmp_path / "one" / "card.json").read_bytes())
    board = {line["name"]: line["figures"] for line in card["leaderboard"]}
    assert {"months, as usual", "months, few trees", "months, many trees", "mean of 12"} <= set(board)
    assert all("MASE (served)" in figures for figures in board.values())
    references = {line["name"] for line in card["leaderboard"] if line["reference"]}
    assert references == {name for name in board if not name.startswith("months,")}
    assert "mean of 12 (for `score` alone, not deployable)" in (tmp_path / "one" / "card.md").read_text()
    assert any(point["of"].startswith("at or below P90, `months, ") for point in card["curve"])
    (chosen,) = [note for note in card["notes"] if note.startswith("What is deployed is")]
    assert chosen in said
    best = min(
        (name for name in board if name.startswith("months,")), key=lambda name: board[name]["MASE (served)"]
    )
    assert f"`{best}`" in chosen
    version = artefacts.load(tmp_path / "one")
    assert (version.manifest.inputs, version.manifest.feature_set) == ("facts", "forecast/1")
    assert version.manifest.task == "probability"
    assert card["drift_reference"]["rows"] > 200
    command(tmp_path, "two")
    for path in (tmp_path / "one").iterdir():
        assert b"Fun" not in path.read_bytes(), path.name
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name


def test_rows_are_those_of_a_request(tmp_path: Path) -> None:
    """Features as of a month are, bit for bit, those of the same months sent; truths are what the table says came."""
    months(decimals=True).write_csv(tmp_path / "months.csv")
    frame, asked = read_table(tmp_path / "months.csv"), job(tmp_path / "months.csv")
    panel = panel_of(frame, asked, "salt")
    customers = customers_of(frame, asked, panel, "salt")
    assert customers.minor == 100
    assert set(customers.category) == {"food", "fun-games"}
    sums = {
        float(frame.filter(pl.col("customer") == each)["amount"].sum()): each for each in range(CUSTOMERS)
    }
    for place, own in enumerate(customers.of):
        name = sums[float(np.nansum(panel.value[own]))]
        rows = examples_of(panel, customers, [(place, 20)], MONTHS)
        kept = frame.filter(pl.col("customer") == name)
        number = month_number("2023-01") + 20
        known = [
            MonthSpend(month=row["month"], category=row["category"].lower().replace(" & ", "-"), amount_minor=round(100 * row["amount"]))
            for row in kept.to_dicts()
            if number - 12 < month_number(row["month"]) <= number
        ]  # fmt: skip
        history = CustomerHistory(customer_id="c", currency="INR", spending=known, months=6)
        sent = EVENT_SETS["forecast/1"].compute(history, begin_of(number + 1))
        assert rows.matrix.tobytes() == sent.tobytes()
        came = {
            step: kept.filter(pl.col("month") == _month(number + step))["amount"].sum()
            for step in range(1, 7)
        }
        total = rows.series == TOTAL
        assert rows.spent[total] == pytest.approx([came[step] for step in rows.ahead[total].tolist()])
        assert (rows.base[total] > 0).all()


def _month(number: int) -> str:
    return f"{number // 12}-{number % 12 + 1:02d}"


def test_nothing_later_is_known(tmp_path: Path) -> None:
    """Rows to learn from before a cut are the same whatever the table says from then on."""
    frame = months()
    asked = job(tmp_path / "none.csv")
    panel = panel_of(frame, asked, "salt")
    customers = customers_of(frame, asked, panel, "salt")
    early = learnable(panel, customers, 18, 1)
    panel.value[:, 18:] *= 50
    late = learnable(panel, customers, 18, 1)
    assert len(early.more) > 200
    assert (early.origin + early.ahead).max() == 17
    assert early.matrix.tobytes() == late.matrix.tobytes()
    assert early.spent.tobytes() == late.spent.tobytes()
    assert early.matrix.shape[1] == len(NAMES)


def test_what_nobody_would_ask_about_is_no_version(tmp_path: Path) -> None:
    """Values of days, and use cases whose answers have no place for series, say so."""
    days = np.datetime64("2026-01-01", "ms") + np.arange(120) * np.timedelta64(1, "D")
    daily = pl.DataFrame({"month": np.tile(days, 2), "customer": np.repeat([1, 2], 120), "category": "food", "amount": np.arange(240)})  # fmt: skip
    said: list[str] = []
    asked = job(tmp_path / "none.csv")
    assert served_of(daily, asked, panel_of(daily, asked, "s"), "s", said.append) is None
    assert "is asked about months, and these are values of a day" in said[0]
    other = job(tmp_path / "none.csv", "payment-delay")
    assert served_of(months(), other, panel_of(months(), other, "s"), "s", said.append) is None
    assert "the answer of payment-delay has no place" in said[1]
    shop = job(tmp_path / "none.csv", "shop-spending")
    assert served_of(months(), shop, panel_of(months(), shop, "s"), "s", silent) is None


def test_what_forecast_better_is_named() -> None:
    """Where something that cannot be deployed is ahead, the card says what, by how much, and what becomes of it."""
    board = [Line(name=name, chosen=False, figures={SERVED: figure})
             for name, figure in (("ARIMA", 0.5), ("mean of 3", 0.6), ("months, few trees", 0.7), ("months, as usual", 0.6))]  # fmt: skip
    said = said_of_deployed(board, "months, few trees")
    assert "`ARIMA` forecast better (0.5000)" in said
    assert "cannot be deployed" in said
    assert "nothing forecast better" in said_of_deployed(board[1:], "months, as usual")


def test_only_the_largest_series_are_fitted_one_by_one(tmp_path: Path) -> None:
    """Of more series than can be fitted one at a time the largest are; what that was worth is said, and the others go by the best of
    the rest."""
    count, months = LOCAL_MAX + 7, 50
    rng = np.random.default_rng(8)
    spent = rng.uniform(1, 9, (count, months)) * np.arange(1, count + 1)[:, None]
    series, month = (each.reshape(-1) for each in np.indices(spent.shape))
    frame = pl.DataFrame({
        "month": [f"{2021 + at // 12}-{at % 12 + 1:02d}" for at in month], "customer": series, "category": "food",
        "amount": spent.reshape(-1),
    })  # fmt: skip
    asked: list[float] = []

    def oracle(levels: Levels, ahead: Ints, seed: int) -> Floats:
        del seed
        (row,) = np.flatnonzero((spent == levels.value[0]).any(axis=1))
        asked.append(float(spent[row].sum()))
        months_since = ahead.astype("datetime64[ms]").astype("datetime64[M]").astype(int) - 51 * 12
        return np.where(months_since < months, spent[row][np.minimum(months_since, months - 1)], 5.0)

    panel = panel_of(frame, job(tmp_path / "none.csv", "shop"), "s")
    made = forecast_of(panel, {"oracle": oracle}, 1, silent)
    assert made.winner == "oracle"
    assert set(asked) == set(np.sort(spent.sum(axis=1))[7:].tolist())
    (note,) = made.notes
    assert note.startswith(f"oracle forecast {LOCAL_MAX} of {count} series itself")
    assert "MASE 0.0000 there" in note


def test_months_with_gaps_are_series() -> None:
    """A table of months is a forecast whichever months have no row, and its last month is over."""
    frame = months().filter((pl.int_range(pl.len()) * 7) % 3 == 0)
    asked = job(Path("none.csv"))
    assert are_series(dataclasses.replace(asked, task=None), frame)
    panel = panel_of(frame, asked, "s")
    assert panel.first + panel.value.shape[1] == 12 * 55 + 6  # 2025-06, the last one of the table
    assert not np.isnan(panel.value[:, -1]).any()
