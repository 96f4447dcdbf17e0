"""Declared features decide: filled into a version's columns, read by rules, kept with the decision, pinned to what they were."""

import asyncio
import datetime as dt
import hashlib
import json
import pathlib
from collections.abc import AsyncIterator
from typing import cast

import msgspec
import pytest

from core.database import Database
from core.ids import parse
from core.postgres import EmbeddedPostgres
from inference import artefacts
from inference.catalogue import Answer
from inference.declared.entities import DeclareFeature
from inference.declared.pins import ColumnRefused, FeatureRetired
from inference.entities import DecideCommand, Decision, InputValue
from inference.feature_catalogue import FeatureUnknown
from inference.feedback_entities import Feedback
from inference.inputs import InputsRefused
from inference.retraining_entities import TrainingRequest
from inference.retraining_goals import Goal
from inference.retraining_port import ColumnRows
from inference.retraining_rows import DecisionRows
from payments.facts import Transaction
from rules.entities import Draft
from tenants.vaults import Vaults
from tests.inference.versions import small_version
from tests.product import Product, product
from tests.rules.graphs import graph, table

USE_CASE = "credit-score"
CUSTOMER = "asha-1"
COLUMNS = {"income": "features.cash_flow", "grade": "features.tier", "debt ratio (%)": "features.costs"}
COSTS = "(features.rent_to_income ?? 0) + (features.emi_load ?? 0)"
TIER = "features.cash_flow != null and features.cash_flow > 0.3 ? 'A' : 'B'"


@pytest.fixture
async def running(postgres: EmbeddedPostgres, tmp_path: pathlib.Path) -> AsyncIterator[Product]:
    async with product(postgres, tmp_path) as opened:
        yield opened


def renamed(columns: dict[str, str]) -> dict[str, bytes]:
    """The files of the small version with other names for its columns."""
    files = dict(small_version().files)
    manifest = json.loads(files[artefacts.MANIFEST])
    manifest["features"] = [columns.get(name, name) for name in manifest["features"]]
    for column in manifest["columns"]:
        column["name"] = columns.get(column["name"], column["name"])
    text = "".join(sorted(columns.values()))
    files[artefacts.CARD_TEXT] = text.encode()
    manifest["files"][artefacts.CARD_TEXT] = hashlib.sha256(text.encode()).hexdigest()
    files[artefacts.MANIFEST] = json.dumps(manifest).encode()
    return files


async def declare(running: Product, name: str, expression: str, kind: str = "number") -> None:
    wanted = msgspec.convert(
        {
            "name": name,
            "expression": expression,
            "type": kind,
            "unit": "number",
            "description": "d",
            "owner": "o",
        },
        DeclareFeature,
    )
    await running.services.features.declare(running.asha.system, wanted)


async def live_as(running: Product) -> None:
    """A month of 1,000.00 earned, 300.00 of rent, 100.00 of instalments and 100.00 of food."""
    at = dt.datetime.now(dt.UTC) - dt.timedelta(days=10)
    spent = {"rent": 30_000, "emi": 10_000, "food": 10_000}
    payments = [
        Transaction(
            customer_id=CUSTOMER, amount_minor=100_000, currency="INR", occurred_at=at, direction="credit"
        )
    ]
    payments += [
        Transaction(customer_id=CUSTOMER, amount_minor=each, currency="INR", occurred_at=at, category=name)
        for name, each in spent.items()
    ]
    await running.services.payments.ingest_many(running.asha.system, payments)


async def deploy(running: Product, columns: dict[str, str] = COLUMNS) -> None:
    services, caller = running.services, running.asha.system
    version = await services.registry.upload(caller, USE_CASE, "own", renamed(columns))
    await services.deployments.deploy(caller, USE_CASE, version.id)


def draft(limit: str = ">= 0.35") -> Draft:
    rows = [{"c": limit, "t": "'A'", "o": "'review'"}, {"c": "", "t": "", "o": "'approve'"}]
    tested = table(rows, inputs={"c": "features.costs", "t": "features.tier"}, outputs={"o": "outcome"})
    return Draft(graph=graph(tested), fallback="review", reason="test")


async def rule(running: Product, wanted: Draft) -> str:
    services, caller = running.services, running.asha.system
    version = await services.rulesets.push(caller, USE_CASE, wanted)
    assert version.id is not None
    await services.rulesets.activate(caller, USE_CASE, version.id, "go")
    return str(version.id)


async def decide(running: Product, **inputs: InputValue) -> Decision[Answer]:
    command = DecideCommand(
        use_case=USE_CASE,
        customer_id=CUSTOMER,
        include_features=True,
        inputs={"owner": True, "region": "east", **inputs},
    )
    return await running.services.decisions.decide(running.asha.system, command)


async def furnish(running: Product) -> None:
    await live_as(running)
    await declare(running, "costs", COSTS)
    await declare(running, "tier", TIER, "category")
    await deploy(running)
    await rule(running, draft())


async def test_columns_and_rules_see_the_same_values(running: Product) -> None:
    """The version scores 0.5, tier A and 0.4; the ruleset reviews for them; the payload has them; a replay says the same."""
    await furnish(running)
    decided = await decide(running)
    assert decided.explanation is not None
    vector = decided.explanation.features
    assert vector["features.cash_flow"] == pytest.approx(0.5)
    assert vector["features.tier"] == 0.0
    assert vector["features.costs"] == pytest.approx(0.4)
    assert decided.outcome == "review"
    caller, decision_id = running.asha.system, parse("dec", decided.id)
    opened = json.loads((await running.services.decisions.disclose(caller, decision_id)).payload)
    assert opened["facts"]["computed"]["tier"] == "A"
    assert opened["facts"]["inputs"] == {"owner": True, "region": "east"}
    assert (await running.services.replays.replay(caller, decision_id)).verdict == "identical"


async def test_what_reads_a_feature_goes_on_with_it(running: Product) -> None:
    """Neither a newer version nor a retirement changes what was made before; what is made then reads the newer one."""
    await furnish(running)
    caller, features = running.asha.system, running.services.features
    first = await decide(running)
    await declare(running, "costs", f"({COSTS}) / 10")
    again = await decide(running)
    assert again.explanation is not None
    assert first.explanation is not None
    assert again.explanation.features == first.explanation.features
    assert again.outcome == "review"
    await rule(running, draft())
    newer = await decide(running)
    assert newer.explanation is not None
    assert newer.explanation.features == first.explanation.features
    await features.retire(caller, "costs")
    assert (await decide(running)).outcome == newer.outcome
    replay = await running.services.replays.replay(caller, parse("dec", first.id))
    assert (replay.verdict, replay.computed_outcome) == ("identical", "review")
    with pytest.raises(FeatureRetired, match="costs"):
        await running.services.rulesets.push(caller, USE_CASE, draft(">= 0.9"))
    with pytest.raises(FeatureRetired, match="costs"):
        await deploy(running, {**COLUMNS, "region": "zone"})


async def test_a_ruleset_pushed_again_reads_the_newest(running: Product) -> None:
    """The same graph is a new version once a feature that it reads has one, and only then."""
    await live_as(running)
    await declare(running, "costs", COSTS)
    await declare(running, "tier", TIER, "category")
    first = await rule(running, draft())
    assert await rule(running, draft()) == first
    question = DecideCommand(use_case=USE_CASE, customer_id=CUSTOMER)
    before = await running.services.decisions.decide(running.asha.system, question)
    await declare(running, "costs", f"({COSTS}) / 10")
    assert await rule(running, draft()) != first
    after = await running.services.decisions.decide(running.asha.system, question)
    assert (before.outcome, after.outcome) == ("review", "approve")


async def test_what_is_filled_in_is_not_sent(running: Product) -> None:
    """A caller cannot put its own value in, and a column of no feature or of another kind is refused at the upload."""
    await furnish(running)
    with pytest.raises(InputsRefused, match="fills in"):
        await decide(running, **{"features.costs": 1.0})
    with pytest.raises(FeatureUnknown, match="weather"):
        await deploy(running, {"income": "features.weather"})
    with pytest.raises(ColumnRefused):
        await deploy(running, {"income": "features.tier"})


async def test_others_have_nothing_computed(running: Product) -> None:
    """A question that names no feature keeps none, and one whose payments came along reads those instead of what is stored."""
    caller, services = running.asha.system, running.services
    plain = await services.decisions.decide(
        caller, DecideCommand(use_case="churn-score", customer_id=CUSTOMER)
    )
    opened = json.loads((await services.decisions.disclose(caller, parse("dec", plain.id))).payload)
    assert "computed" not in opened["facts"]
    await furnish(running)
    at = dt.datetime.now(dt.UTC) - dt.timedelta(days=3)
    earned = Transaction(
        customer_id=CUSTOMER, amount_minor=100, currency="INR", occurred_at=at, direction="credit"
    )
    command = DecideCommand(
        use_case=USE_CASE, customer_id=CUSTOMER, transactions=(earned,), include_features=True, inputs={}
    )
    sent = await services.decisions.decide(caller, command)
    assert sent.explanation is not None
    assert sent.explanation.features["features.cash_flow"] == 1.0
    assert sent.explanation.features["features.costs"] == 0.0


async def test_the_next_version_learns_from_what_was_computed(running: Product, database: Database) -> None:
    """Rows of stored decisions have the columns that the service filled in, with the values of that time."""
    await furnish(running)
    services, caller = running.services, running.asha.system
    made = [one for _ in range(11) for one in await asyncio.gather(*(decide(running) for _ in range(20)))]
    truths = [
        Feedback(decision_id=each.id, happened=at % 4 == 0, observed_at=dt.datetime.now(dt.UTC))
        for at, each in enumerate(made)
    ]
    await services.feedback.record_many(caller, truths)
    await services.features.retire(caller, "costs")
    source = DecisionRows(database, cast("Vaults", services.vaults))
    version = await services.deployments.active(caller.environment_id, USE_CASE)
    champion = await source.takes(caller.environment_id, version.version_id)
    rows = await source.read(
        caller.environment_id,
        TrainingRequest(use_case=USE_CASE),
        Goal(USE_CASE, "probability", champion),
        dt.datetime.now(dt.UTC),
    )
    assert isinstance(rows, ColumnRows)
    assert len(rows.inputs) == 220
    assert rows.inputs[0] == {
        "owner": True, "region": "east", "features.tier": "A",
        "features.costs": pytest.approx(0.4), "features.cash_flow": 0.5,
    }  # fmt: skip
    assert int(rows.target.sum()) == 55
