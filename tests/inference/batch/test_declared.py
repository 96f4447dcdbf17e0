"""Batches compute declared features as decisions do: the same floats, of facts and of columns, for versions and for rules."""

import csv
import datetime as dt
import pathlib
from collections.abc import AsyncIterator

import msgspec
import pytest

from app.wiring.foundation import Foundation, open_foundation
from bench import batch_parity
from bench.parity_sides import Sides, StillClock, open_sides
from core.postgres import EmbeddedPostgres
from inference.batch.entities import BatchOptions, BatchRefused
from inference.batch.forms import CustomerFacts
from inference.declared.entities import DeclareFeature
from inference.entities import DecideCommand
from inference.event_kinds import EVENTS
from inference.manifest import Column
from inference.rule_facts import RuleFacts
from payments.facts import Transaction
from payments.simulator.bundle import history
from payments.simulator.events import SimulatorConfig
from payments.simulator.feed import bulks
from rules.active import ActiveRulesets
from rules.assessment import Assessor
from rules.entities import Draft
from rules.rulesets import Rulesets
from tests.inference.batch.conftest import a_file
from tests.inference.batch.test_parity import inputs_of
from tests.inference.declared_versions import pinned, version_with
from tests.inference.test_declared_features import renamed
from tests.product import settings_for
from tests.rules.graphs import graph, table

CONFIG = SimulatorConfig(seed=11, days=8, customers=12, fraud_level=10.0)
DECLARED = {
    "costs": ("(features.rent_to_income ?? 0) + (features.emi_load ?? 0) + (features.payments_d7 ?? 0) / 7", "number"),
    "dear": ("(transaction.amount_minor ?? 0) > 100000 and (features.payments_d30 ?? 0) > 3", "boolean"),
    "tier": ("(features.days_known ?? 0) > 3 ? 'A' : 'B'", "category"),
    "leaning": ("(inputs.income ?? 0) * 2 + (features.days_known ?? 0)", "number"),
}  # fmt: skip
ADDED = (
    Column(name="features.costs", kind="number"),
    Column(name="features.dear", kind="boolean"),
    Column(name="features.tier", kind="category", codes={"A": 0, "B": 1}, other=2),
    Column(name="features.emi_load", kind="number"),
)


@pytest.fixture
async def base(postgres: EmbeddedPostgres, tmp_path: pathlib.Path) -> AsyncIterator[Foundation]:
    async with open_foundation(settings_for(postgres, tmp_path)) as opened:
        async with opened.database.unscoped() as tx:
            await tx.execute("DELETE FROM batch_queue")
        yield opened


@pytest.fixture
async def sides(base: Foundation) -> AsyncIterator[Sides]:
    async with open_sides(base, StillClock(batch_parity.NOW)) as opened:
        for name, (expression, kind) in DECLARED.items():
            wanted = {"name": name, "expression": expression, "type": kind, "unit": "number", "owner": "o"}
            inputs = {"income": "number"} if "inputs." in expression else {}
            asked = msgspec.convert({**wanted, "description": "d", "inputs": inputs}, DeclareFeature)
            await opened.inference.features.declare(opened.caller, asked)
        yield opened


async def test_payments_have_the_floats_of_requests(sides: Sides, base: Foundation) -> None:
    """A version that scores declared features beside its set: round after round, against a state that grows."""
    declared = await pinned(base.database, sides.caller.environment_id, "costs", "dear", "tier")
    files = version_with(ADDED, declared).files
    kept = await sides.inference.registry.upload(sides.caller, "transaction-anomaly", "own", files)
    await sides.inference.deployments.deploy(sides.caller, "transaction-anomaly", kept.id)
    found = batch_parity.told("declared", await batch_parity.payments(sides, CONFIG, rounds=2))
    assert (found.rows, found.differing) == (24, 0)
    assert found.floats >= (30 + len(ADDED)) * found.rows
    asked = DecideCommand(use_case="transaction-anomaly", transaction=last_payment(), include_features=True)
    decided = await sides.inference.decisions.decide(sides.caller, asked)
    assert decided.explanation is not None
    assert {decided.explanation.features[column.name] is not None for column in ADDED[:3]} == {True}


def last_payment() -> Transaction:
    return [each for bulk in bulks(history(CONFIG.days, CONFIG)) for each in bulk.transactions][-1]


async def test_columns_have_the_floats_of_requests(sides: Sides) -> None:
    """Rows that name their customer in `customer_id`: stored payments, columns of the row, and gaps in them."""
    payments = [each for bulk in bulks(history(CONFIG.days, CONFIG)) for each in bulk.transactions]
    await sides.payments.ingest_many(sides.caller, payments[:400])
    names = {"grade": "features.tier", "debt ratio (%)": "features.leaning"}
    kept = await sides.inference.registry.upload(sides.caller, "credit-score", "own", renamed(names))
    await sides.inference.deployments.deploy(sides.caller, "credit-score", kept.id)
    customers = sorted({each.customer_id for each in payments})
    rows = list(csv.DictReader(a_file(60).decode().splitlines()))
    lines, commands = ["customer_id,income,owner,region"], []
    for at, row in enumerate(rows):
        own = customers[at % len(customers)] if at % 7 else ""
        region = "far" if "," in row["region"] else row["region"]
        lines.append(f"{own},{row['income']},{row['owner']},{region}")
        inputs = {**inputs_of(row), "region": region or None}
        sent = {name: inputs[name] for name in ("income", "owner", "region")}
        commands.append(
            DecideCommand(
                use_case="credit-score", customer_id=own or None, inputs=sent, include_features=True
            )
        )
    data = "\n".join(lines).encode()
    found = batch_parity.told("columns", await sides.compare("credit-score", commands, data, BatchOptions()))
    assert (found.rows, found.differing) == (60, 0)
    unlike = [msgspec.structs.replace(each, customer_id="nobody") for each in commands]
    found = await sides.compare("credit-score", unlike, data, BatchOptions())
    assert found.differing > 5, "what compares can fail"


async def test_what_a_file_may_hold(sides: Sides) -> None:
    """A column that the service fills in is refused, and a mapped one names the customer."""
    names = {"grade": "features.tier"}
    kept = await sides.inference.registry.upload(sides.caller, "credit-score", "own", renamed(names))
    await sides.inference.deployments.deploy(sides.caller, "credit-score", kept.id)
    header = b"income,owner,region,debt ratio (%)"
    with pytest.raises(BatchRefused, match="fills in"):
        await sides.scored("credit-score", header + b",features.tier\n1,1,east,2,A\n", BatchOptions())
    mapped = BatchOptions(columns={"customer_id": "who"})
    _, (row,) = await sides.scored("credit-score", header + b",who\n1,1,east,2,nobody\n", mapped)
    assert row[2] == 1.0
    with pytest.raises(BatchRefused, match="who"):
        await sides.scored("credit-score", header + b"\n1,1,east,2\n", mapped)


@pytest.mark.parametrize("use_case", ["transaction-anomaly", "churn-score", "payment-delay"])
async def test_rules_read_them(sides: Sides, base: Foundation, use_case: str) -> None:
    """Of a payment, of a customer, and of an event about somebody unknown: the outcome of a row is that of a request."""
    payment = last_payment()
    await sides.payments.ingest_many(sides.caller, past_of(payment))
    facts = RuleFacts(base.database, sides.inference.deployments)
    rulesets = Rulesets(base.database, base.clock, facts, ActiveRulesets(base.database), Assessor())
    rows = [{"c": "== 'A'", "o": "'known'"}, {"c": "", "o": "'unknown'"}]
    tested = table(rows, inputs={"c": "features.tier"}, outputs={"o": "outcome"})
    draft = Draft(graph=graph(tested), fallback="review", reason="test")
    version = await rulesets.push(sides.caller, use_case, draft)
    assert version.id is not None
    await rulesets.activate(sides.caller, use_case, version.id, "go")
    questions: dict[str, list[msgspec.Struct]] = {
        "transaction-anomaly": [payment],
        "churn-score": [CustomerFacts(customer_id=payment.customer_id), CustomerFacts(customer_id="nobody")],
        "payment-delay": [msgspec.convert(EVENTS["invoice"].example, EVENTS["invoice"].facts)],
    }
    asked = questions[use_case]
    expected = {
        "transaction-anomaly": ["known"],
        "churn-score": ["known", "unknown"],
        "payment-delay": ["unknown"],
    }
    numbers, _ = await sides.scored(use_case, batch_parity.table_of(asked), BatchOptions())
    made = [
        await sides.inference.decisions.decide(sides.caller, command_of(use_case, each)) for each in asked
    ]
    assert numbers["outcome"].to_list() == [each.outcome for each in made] == expected[use_case]


def past_of(payment: Transaction) -> list[Transaction]:
    """Five payments of the days before, by the same customer."""
    return [
        msgspec.structs.replace(
            payment, id=f"before-{day}", occurred_at=payment.occurred_at - dt.timedelta(days=day)
        )
        for day in range(1, 6)
    ]


def command_of(use_case: str, facts: msgspec.Struct) -> DecideCommand:
    if isinstance(facts, Transaction):
        return DecideCommand(use_case=use_case, transaction=facts)
    if isinstance(facts, CustomerFacts):
        return DecideCommand(use_case=use_case, customer_id=facts.customer_id)
    return DecideCommand(use_case=use_case, event=facts)
