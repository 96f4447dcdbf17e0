"""What would have changed a decision: found by search, proved by asking again."""

import asyncio
import base64
import itertools
import pathlib

import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner

from app.cli.actionable import actionable_columns
from app.cli.training import train
from core.errors import PlatformError
from core.ids import parse
from inference import artefacts, catalogue
from inference.actionable import ActionableColumn
from inference.entities import DecideCommand
from inference.event_kinds import EVENTS
from payments.simulator.events import SimulatedPayment, SimulatorConfig
from payments.simulator.stream import simulate
from tests.e2e.test_own_models import body, manifest, sample
from tests.inference.uploads.graphs import COLUMNS, logistic_regression
from tests.inference.versions import small_rows, small_version
from tests.product import Party, Product
from tests.recent import recent

USE_CASE = "credit-score"
OWN = ("income", "owner", "grade", "region", "debt ratio (%)")
FILES = dict(zip((artefacts.MANIFEST, artefacts.GRAPH, artefacts.PATHS, artefacts.CARD, artefacts.CARD_TEXT),
                 ("manifest", "graph", "paths", "card", "card_text"), strict=True))  # fmt: skip


async def post(running: Product, party: Party, path: str, sent: object) -> dict[str, object]:
    answer = await running.rest.post(f"/api/v1{path}", headers=party.headers, json=sent)
    assert answer.status_code in {200, 201}, answer.text
    found: dict[str, object] = answer.json()
    return found


async def deploy(running: Product, party: Party, path: str, sent: object) -> None:
    kept = await post(running, party, path, sent)
    await post(running, party, "/deployments", {"use_case": USE_CASE, "version_id": kept["id"]})


def inputs_of(row: np.ndarray[tuple[int], np.dtype[np.float32]]) -> dict[str, object]:
    """A row of `small_rows` as a tenant sends it."""
    values = [None if np.isnan(value) else float(value) for value in row.tolist()]
    named: dict[str, object] = dict(zip(OWN, values, strict=True))
    named["owner"] = None if values[1] is None else bool(values[1])
    named["grade"] = None if values[2] is None else "ABC"[int(values[2])]
    named["region"] = None if values[3] is None else ("east", "west", "north")[int(values[3])]
    return named


async def test_trees_of_the_tenants_own(running: Product) -> None:
    """Whatever is found comes out when it is asked; a change of one feature is the smallest that any threshold allows."""
    party = running.other
    files = {FILES[name]: base64.b64encode(data).decode() for name, data in small_version().files.items()}
    await deploy(running, party, "/model-versions", {"use_case": USE_CASE, "name": "small", **files})
    version = artefacts.load(small_version().files)
    wanted = [{"feature": "income", "direction": "both"}, {"feature": "debt ratio (%)", "direction": "both"}]
    found_any = 0
    for row in small_rows()[:40]:
        if np.isnan(row[[0, 4]]).any():
            continue
        inputs = inputs_of(row)
        decided = await post(running, party, f"/inference/{USE_CASE}", {"inputs": inputs, "customer_id": "c"})
        path = f"/decisions/{decided['id']}/counterfactual"
        answer = await post(running, party, path, {"actionable": wanted})
        changes = answer["changes"]
        assert isinstance(changes, list)
        assert answer["found"] == bool(changes)
        if not changes:
            continue
        found_any += 1
        changed = {**inputs, **{change["feature"]: change["value_then"] for change in changes}}
        again = await post(running, party, f"/inference/{USE_CASE}", {"inputs": changed, "customer_id": "c"})
        assert again["outcome"] == answer["outcome_then"] != decided["outcome"]
        assert again["answer"]["probability"] == answer["probability_then"]  # type: ignore[index]
        if len(changes) == 1:
            at = OWN.index(changes[0]["feature"])
            nearer = [
                edge
                for edge in version.edges(at).tolist()
                if _between(edge, row[at], changes[0]["value_then"])
            ]
            for edge, over in itertools.product(nearer[:5], (0.0, 1e-4)):
                closer = {**inputs, OWN[at]: edge + over}
                same = await post(
                    running, party, f"/inference/{USE_CASE}", {"inputs": closer, "customer_id": "c"}
                )
                crossed = (edge + over > version.edges(at)).sum()
                if crossed != (np.float32(changes[0]["value_then"]) > version.edges(at)).sum():
                    assert same["outcome"] == decided["outcome"]
    assert found_any >= 5


def _between(edge: float, start: float, end: float) -> bool:
    return min(start, end) < edge < max(start, end)


def a_table(folder: pathlib.Path) -> pathlib.Path:
    """Debts make loans go bad, income saves them."""
    rng = np.random.default_rng(11)
    income, debts, rows = rng.uniform(10, 90, 1_500), rng.uniform(0, 40, 1_500), 1_500
    bad = rng.random(rows) < 1 / (1 + np.exp(-(debts - income / 2 + 3) / 4))
    table = {
        "income": income,
        "debts": debts,
        "customer_age": rng.uniform(20, 70, rows),
        "bad": bad.astype(int),
    }
    pl.DataFrame(table).write_parquet(folder / "loans.parquet")
    return folder / "loans.parquet"


async def test_a_version_of_ones_own_training(running: Product, tmp_path: pathlib.Path) -> None:
    """What `--actionable` names is changed, that way and within what training saw, and deciding again proves it."""
    out, table = tmp_path / "version", a_table(tmp_path)
    asked = f"--actionable income:up --actionable debts:down --data {table} --target bad".split()
    made = await asyncio.to_thread(CliRunner().invoke, train, [USE_CASE, *asked, "--out", str(out)])
    assert made.exit_code == 0, made.output
    assert "A person can be asked to change: `income` upwards" in (out / artefacts.CARD_TEXT).read_text()
    files = {FILES[name]: base64.b64encode((out / name).read_bytes()).decode() for name in FILES}
    party = running.other
    await deploy(running, party, "/model-versions", {"use_case": USE_CASE, "name": "trained", **files})
    seen = pl.read_parquet(table)
    found_any = 0
    for income in range(12, 40, 4):
        inputs: dict[str, object] = {"income": float(income), "debts": 25.5, "customer_age": 33.0}
        decided = await post(running, party, f"/inference/{USE_CASE}", {"inputs": inputs, "customer_id": "c"})
        answer = await post(running, party, f"/decisions/{decided['id']}/counterfactual", {})
        changes = answer["changes"]
        assert isinstance(changes, list)
        for change in changes:
            ways = {"income": 1, "debts": -1}
            assert ways[change["feature"]] * (change["value_then"] - change["value"]) > 0
            column = seen[change["feature"]].cast(pl.Float32).cast(pl.Float64)
            assert float(str(column.min())) - 1e-4 <= change["value_then"] <= float(str(column.max())) + 1e-4
        if changes:
            found_any += 1
            changed = {**inputs, **{change["feature"]: change["value_then"] for change in changes}}
            again = await post(
                running, party, f"/inference/{USE_CASE}", {"inputs": changed, "customer_id": "c"}
            )
            assert again["outcome"] == answer["outcome_then"] != decided["outcome"]
            assert again["answer"]["probability"] == answer["probability_then"]  # type: ignore[index]
    assert found_any >= 3


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("weather", "no column `weather`"),
        ("customer_age:up", "who a person is"),
        ("income:up,debts", "no column `income:up,debts`"),
    ],
)
def test_what_nobody_can_be_asked_to_change(tmp_path: pathlib.Path, named: str, said: str) -> None:
    """Training refuses it by name, before anything is fitted."""
    asked = ["--actionable", named, "--data", str(a_table(tmp_path)), "--target", "bad"]
    refused = CliRunner().invoke(train, [USE_CASE, *asked, "--out", str(tmp_path / "version")])
    assert isinstance(refused.exception, PlatformError)
    assert said in refused.exception.message
    assert actionable_columns(["a:up", "b", "c:d", "e:up:both"]) == (
        ActionableColumn(feature="a", direction="up"),
        ActionableColumn(feature="b"),
        ActionableColumn(feature="c:d"),
        ActionableColumn(feature="e:up"),
    )


async def test_a_model_made_elsewhere(running: Product) -> None:
    """A scikit-learn pipeline's decisions can be changed too, within what the manifest declares."""
    graph, rows, expected = logistic_regression()
    party = running.other
    columns = [
        {"name": COLUMNS[0], "kind": "number", "actionable": "down"},
        {"name": COLUMNS[1], "kind": "number", "actionable": "up", "maximum": 2.5},
        {"name": COLUMNS[2], "kind": "number", "protected": True},
        {"name": COLUMNS[3], "kind": "number"},
    ]
    described = manifest(columns=columns)
    await deploy(running, party, "/own-models", body(graph, described, sample(rows[:100], expected[:100])))
    riskiest = rows[np.argsort(expected)[-20:]]
    found_any = 0
    decided: dict[str, object] = {}
    for row in riskiest:
        inputs = dict(zip(COLUMNS, row.tolist(), strict=True))
        decided = await post(running, party, f"/inference/{USE_CASE}", {"inputs": inputs, "customer_id": "c"})
        answer = await post(
            running, party, f"/decisions/{decided['id']}/counterfactual", {"outcome": "approve"}
        )
        changes = answer["changes"]
        assert isinstance(changes, list)
        assert {change["feature"] for change in changes} <= {COLUMNS[0], COLUMNS[1]}
        for change in changes:
            way = 1 if change["feature"] == COLUMNS[1] else -1
            assert (change["value_then"] - change["value"]) * way > 0
            assert change["value_then"] <= 2.5
        if answer["found"]:
            found_any += 1
            changed = {**inputs, **{change["feature"]: change["value_then"] for change in changes}}
            again = await post(
                running, party, f"/inference/{USE_CASE}", {"inputs": changed, "customer_id": "c"}
            )
            assert again["outcome"] == "approve"
    assert found_any
    for wanted, reason in (
        ({"feature": COLUMNS[2], "direction": "up"}, "who a person is"),
        ({"feature": COLUMNS[0], "direction": "up"}, "only go down"),
        ({"feature": "no such", "direction": "up"}, "no such feature"),
    ):
        refused = await running.rest.post(
            f"/api/v1/decisions/{decided['id']}/counterfactual",
            headers=party.headers,
            json={"actionable": [wanted]},
        )
        assert refused.status_code == 422, refused.text
        assert reason in refused.text


async def test_a_starter_changes_only_what_the_catalogue_allows(running: Product) -> None:
    """Of a customer of the service itself, only what the use case calls actionable is changed; nothing found is said."""
    party = running.asha
    await post(
        running,
        party,
        "/deployments",
        {"use_case": "churn-score", "version_id": await starter(running, party)},
    )
    payments = [
        {"id": f"p{at}", "customer_id": "c-9", "amount_minor": 90_000 + at, "currency": "INR",
         "occurred_at": f"2026-{10 - at // 28:02d}-{at % 28 + 1:02d}T10:00:00Z", "direction": "debit", "method": "upi"}
        for at in range(50)
    ]  # fmt: skip
    url = "/inference/churn-score"
    decided = await post(running, party, url, {"customer_id": "c-9", "transactions": payments})
    path = f"/decisions/{decided['id']}/counterfactual"
    answer = await post(running, party, path, {})
    assert answer["found"]
    assert answer["outcome_then"] != decided["outcome"]
    assert {change["feature"] for change in answer["changes"]} <= actionable("churn-score")  # type: ignore[attr-defined]
    forbidden = {"actionable": [{"feature": "days_known", "direction": "up"}]}
    refused = await running.rest.post(f"/api/v1{path}", headers=party.headers, json=forbidden)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["reason"] == "A person cannot change it."


def actionable(use_case: str) -> set[str]:
    return {feature.name for feature in catalogue.get(use_case).features if feature.actionable != "no"}


async def test_a_settled_dispute_and_other_habits(running: Product) -> None:
    """An invoice that is late for its dispute alone, and an offer of one product, flip by what a person can change."""
    history = [
        {"amount_minor": 4_000_000 + at, "issued_at": f"2026-{at:02d}-01T09:00:00Z", "due_at": f"2026-{at:02d}-25T09:00:00Z",
         "paid_at": f"2026-{at:02d}-24T09:00:00Z"}
        for at in range(1, 11)
    ]  # fmt: skip
    invoice = recent({**EVENTS["invoice"].example, "history": history, "disputed": True})
    offered = recent({**EVENTS["history"].example, "products": ["credit-card"]})
    for use_case, question, changed in (
        ("payment-delay", {"invoice": invoice}, {"disputed"}),
        ("lead-score", {"history": offered}, actionable("lead-score")),
    ):
        decided = await post(running, running.asha, f"/inference/{use_case}", question)
        answer = await post(running, running.asha, f"/decisions/{decided['id']}/counterfactual", {})
        assert answer["found"], use_case
        assert answer["outcome_then"] != decided["outcome"]
        assert {change["feature"] for change in answer["changes"]} <= changed  # type: ignore[attr-defined]


async def test_a_known_device_would_have_done(running: Product) -> None:
    """Of the frauds of a small world that were stopped, some would have passed from the customer's own device."""
    services, caller = running.services, running.other.system
    world = [
        event
        for event in simulate(SimulatorConfig(seed=31, days=20, customers=25, fraud_level=5))
        if isinstance(event, SimulatedPayment)
    ]
    payments = [event.transaction for event in world]
    for start in range(0, len(payments), 500):
        await services.payments.ingest_many(caller, payments[start : start + 500])
    found = set()
    for event in [event for event in world if event.fraud][:40]:
        command = DecideCommand(use_case="transaction-anomaly", transaction=event.transaction)
        decided = await services.decisions.decide(caller, command)
        if decided.outcome != "approve":
            answer = await services.counterfactuals.find(caller, parse("dec", decided.id), None, None)
            found |= {change.feature for change in answer.changes}
    assert "device_seen" in found
    assert found <= actionable("transaction-anomaly")


async def starter(running: Product, party: Party) -> str:
    page = await running.rest.get(
        "/api/v1/model-versions", headers=party.headers, params={"use_case": "churn-score"}
    )
    return str(page.json()["data"][0]["id"])


@pytest.mark.parametrize("sent", [{"outcome": ""}, {"actionable": []}, {"other": 1}])
async def test_what_cannot_be_asked(running: Product, sent: dict[str, object]) -> None:
    refused = await running.rest.post(
        "/api/v1/decisions/dec_00000000000000000000000000/counterfactual",
        headers=running.asha.headers,
        json=sent,
    )
    assert refused.status_code == 400, refused.text
