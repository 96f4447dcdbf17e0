"""A forecast of a tenant's own, from a table of its customers' months: deployed, asked about months and payments, replayed, judged."""

import base64
import datetime as dt
import pathlib
from typing import cast

import msgspec
import numpy as np
import polars as pl
import pytest

from inference import artefacts
from inference.answering.spend_forecast import forecast_of
from inference.features.customer_past import past_of
from inference.features.forecasts import categories, level
from inference.predictions import predict_many
from ledger.verifier.report import EXIT_INCOMPLETE
from payments.history_facts import CustomerHistory, begin_of
from tests.parity.faces import Parity
from tests.parity.test_decisions import ANEW
from tests.parity.test_own_numbers import FIELDS, verified
from training.frames import read_table, sha256_of
from training.job import TrainingJob, silent
from training.package import write_folder
from training.series.panel import panel_of
from training.series.spending import customers_of, examples_of
from training.series_forecasts import train_series

USE_CASE = "spend-forecast"
MONTHS, KNOWN, CUSTOMERS = 44, 40, 14
CATEGORIES = ("food", "rent", "travel")
Body = dict[str, object]


def table() -> pl.DataFrame:
    """Spending with a year of its own for each customer and category, 2022-01 on."""
    rng = np.random.default_rng(7)
    months = [f"{2022 + at // 12}-{at % 12 + 1:02d}" for at in range(MONTHS)]
    level = 10.0 ** rng.uniform(2, 4, (CUSTOMERS, 3, 1))
    phase = rng.uniform(0, 2 * np.pi, (CUSTOMERS, 3, 1))
    wave = 1 + 0.5 * np.sin(np.arange(MONTHS) / 12 * 2 * np.pi + phase)
    spent = np.round(level * wave * rng.normal(1, 0.08, (CUSTOMERS, 3, MONTHS)), 2)
    customer, category, month = (each.reshape(-1) for each in np.indices(spent.shape))
    return pl.DataFrame({
        "month": [months[each] for each in month], "customer": [f"c-{each}" for each in customer],
        "category": [CATEGORIES[each] for each in category], "amount": spent.reshape(-1), "place": month,
    })  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    made = tmp_path_factory.mktemp("forecast")
    table().filter(pl.col("place") < KNOWN).drop("place").write_csv(made / "spent.csv")
    write_folder(train_series(job(made), silent), made / "version")
    return made


def job(folder: pathlib.Path) -> TrainingJob:
    return TrainingJob(
        use_case=USE_CASE,
        data=folder / "spent.csv",
        target="amount",
        time="month",
        ids=("customer+category",),
    )


def asked(customer: str) -> Body:
    known = table().filter(
        (pl.col("customer") == customer) & (pl.col("place") < KNOWN) & (pl.col("place") >= KNOWN - 12)
    )
    spending = [
        {"month": row["month"], "category": row["category"], "amount_minor": round(100 * row["amount"])}
        for row in known.to_dicts()
    ]  # fmt: skip
    return {
        "history": {
            "customer_id": customer,
            "currency": "INR",
            "months": MONTHS - KNOWN,
            "spending": spending,
        }
    }


def upload(folder: pathlib.Path) -> Body:
    files = artefacts.read_folder(folder / "version")
    return {
        "use_case": USE_CASE,
        "name": "ours",
        **{FIELDS[name]: base64.b64encode(data).decode() for name, data in files.items()},
    }


def expected(folder: pathlib.Path, customer: str) -> list[list[tuple[int, int, int]]]:
    """P10, P50 and P90 by month and kind, of the rows that training makes of the table for the customer's last month."""
    frame, salt = read_table(folder / "spent.csv"), sha256_of(folder / "spent.csv")[:16]
    panel = panel_of(frame, job(folder), salt)
    longer = panel_of(
        pl.concat([frame, table().filter(pl.col("place") >= KNOWN).drop("place")]), job(folder), salt
    )
    assert (longer.keys == panel.keys).all()
    customers = customers_of(frame, job(folder), panel, salt)
    names = frame["customer"].unique(maintain_order=True).to_list()
    wanted = float(frame.filter(pl.col("customer") == customer)["amount"].sum())
    (place,) = [
        at for at, own in enumerate(customers.of) if abs(float(panel.value[own].sum()) - wanted) < 1e-6
    ]
    assert len(names) == len(customers.of)
    rows = examples_of(longer, customers, [(place, KNOWN - 1)], MONTHS)
    kinds = 1 + len(CATEGORIES)
    assert len(rows.matrix) == kinds * (MONTHS - KNOWN)
    history = msgspec.convert(asked(customer)["history"], CustomerHistory)
    past = past_of(history, begin_of(2022 * 12 + KNOWN))
    assert (
        np.abs(100 * rows.base[1:kinds] - [level(past.spent[name]) for name in categories(past)]).max() < 0.5
    )
    (scored,) = predict_many([artefacts.load(folder / "version")], [rows.matrix])
    assert scored is not None
    return [
        [(round(each.at(0.1)), round(each.at(0.5)), round(each.at(0.9))) for each in month]
        for month in forecast_of(past, MONTHS - KNOWN, scored.rows)
    ]


def said(body: Body) -> list[list[tuple[int, int, int]]]:
    answer = cast("dict[str, list[dict[str, list[dict[str, int]]]]]", body["answer"])
    return [
        [(each["minor_p10"], each["minor_p50"], each["minor_p90"]) for each in month["categories"]]
        for month in answer["forecast"]
    ]


async def decided(parity: Parity, folder: pathlib.Path, customer: str) -> tuple[Body, float, float, int]:
    """Ask about one customer on both faces and hold the answer to training. Returns: it, how far it was off beside what is usual, in
    shares of that, and what came."""
    live = parity.product.other.live_key
    asking = asked(customer) | {"include": ["explanation"]}
    made, over_rpc = await parity.both("decideSpendForecast", asking, ignored=ANEW, credential=live)
    assert made.code == "ok", made
    answer = cast("dict[str, list[dict[str, str]]]", made.body["answer"])
    begins = [each["starts_at"][:7] for each in answer["forecast"]]
    assert begins == ["2025-05", "2025-06", "2025-07", "2025-08"]
    ours = np.array(said(made.body), float)
    assert np.abs(ours - np.array(expected(folder, customer), float)).max() <= 1  # of a paisa, rounded
    explained = cast("dict[str, float]", made.body["explanation"])
    parts = cast("dict[str, dict[str, float]]", made.body["explanation"])["contributions"]
    assert explained["base_value"] + sum(parts.values()) == pytest.approx(explained["margin"], abs=1e-5)
    for each in (made, over_rpc):
        named = {"decision_id": each.body["id"]}
        replayed, _ = await parity.both("replayDecision", named, credential=live)
        assert (replayed.body["verdict"], replayed.body["differences"]) == ("identical", [])
    own = (
        table()
        .filter(pl.col("customer") == customer)
        .group_by("place")
        .agg(pl.col("amount").sum())
        .sort("place")
    )
    spent = own["amount"].to_numpy()
    usual, came = float(spent[KNOWN - 3 : KNOWN].mean()), spent[KNOWN:]
    off = np.abs(ours[:, 0, 1] / 100 - came).mean() / usual
    return made.body, float(off), float(np.abs(usual - came).mean() / usual), round(100 * came[0])


async def test_months_are_forecast_and_judged(
    parity: Parity, folder: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    """Both faces say what training says of the same months, near what then came; computed again bit for bit, receipted, judged."""
    live = parity.product.other.live_key
    kept, _ = await parity.both("uploadModelVersion", upload(folder), credential=live)
    assert (kept.code, kept.body["task"]) == ("ok", "probability")
    deployed = {"use_case": USE_CASE, "version_id": kept.body["id"]}
    assert (await parity.rest("deployModelVersion", deployed, {"x-api-key": live})).code == "ok"
    found = [await decided(parity, folder, customer) for customer in ("c-0", "c-5", "c-9")]
    assert np.mean([off for _, off, _, _ in found]) < 0.6 * np.mean([naive for _, _, naive, _ in found])
    for body, _, _, came in found:
        truth = {"decision_id": body["id"], "value": came, "observed_at": "2026-11-20T10:00:00Z"}
        assert (await parity.rest("createFeedback", truth, {"x-api-key": live})).code == "ok"
    assert (await verified(parity, found[0][0]["receipt"], live, tmp_path)) == EXIT_INCOMPLETE
    measured, _ = await parity.both("getLiveMetrics", {"use_case": USE_CASE}, credential=live)
    (figures,) = cast("list[Body]", measured.body["numbers"])
    assert (figures["version_id"], figures["measured"]) == (kept.body["id"], 3)


async def test_stored_payments_are_months_too(parity: Parity, folder: pathlib.Path) -> None:
    """The same version answers of what was ingested, by months of 30 days, and is replayed from what was stored of the question."""
    live = parity.product.other.live_key
    header = {"x-api-key": live}
    now = dt.datetime.now(dt.UTC)
    paid = [
        {
            "id": f"own-{back}-{name}", "customer_id": "asha", "amount_minor": 10_000 * (1 + place) + 10 * back, "currency": "INR",
            "category": name, "occurred_at": (now - dt.timedelta(days=30 * back + 3)).isoformat(),
        }
        for back in range(9)
        for place, name in enumerate(CATEGORIES)
    ]  # fmt: skip
    kept = await parity.rest("uploadModelVersion", upload(folder), header)
    await parity.rest("deployModelVersion", {"use_case": USE_CASE, "version_id": kept.body["id"]}, header)
    for each in paid:
        assert (await parity.rest("createTransaction", each, header)).code == "ok"
    history = {"history": {"customer_id": "asha", "months": 2}}
    made, _ = await parity.both("decideSpendForecast", history, ignored=(*ANEW, "starts_at"), credential=live)
    assert made.code == "ok", made
    rows = np.array(said(made.body), float)
    assert rows.shape == (2, 4, 3)
    assert (np.diff(rows, axis=2) >= 0).all()
    usual = 10_000 * 6
    assert 0.4 * usual < rows[0, 0, 1] < 2 * usual
    replayed, _ = await parity.both("replayDecision", {"decision_id": made.body["id"]}, credential=live)
    assert replayed.body["verdict"] == "identical"
