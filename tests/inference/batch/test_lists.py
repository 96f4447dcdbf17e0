"""Rows of a batch are asked of lists and suppressions as requests are."""

import datetime as dt

import msgspec

from inference.entities import DecideCommand
from inference.event_kinds import EVENTS
from inference.rule_facts import RuleFacts
from payments.facts import Transaction
from rules.active import ActiveRulesets
from rules.assessment import Assessor
from rules.entities import Draft
from rules.list_entities import NewEntry, NewList
from rules.lists import Lists
from rules.rulesets import Rulesets
from rules.suppression_entities import NewSuppression
from rules.suppressions import Suppressions
from tests.inference.batch.conftest import Desk
from tests.inference.batch.test_facts import PAYMENT
from tests.inference.batch.test_facts import table as written
from tests.rules.graphs import graph, table

INPUTS = {"d": "lists.stolen.device_id", "c": "lists.watched.customer", "s": "suppressed"}
ROWS = [
    {"d": "true", "o": "'on_device'"},
    {"c": "true", "o": "'on_customer'"},
    {"s": "true", "o": "'quiet'"},
    {"o": "'none'"},
]


async def furnished(desk: Desk, use_case: str) -> None:
    """A stolen device, a watched customer, somebody who is let alone, and a ruleset that asks about them."""
    base, caller = desk.base, desk.caller
    lists = Lists(base.database, base.tenants.vaults, base.clock)
    for name, kind, value in (("stolen", "device", "phone_1"), ("watched", "customer", "cust_7")):
        wanted = msgspec.convert({"name": name, "kind": kind, "description": "Test."}, NewList)
        made = await lists.create(caller, wanted)
        await lists.add(caller, made.id, [NewEntry(value=value)], "test")
    quiet = NewSuppression(
        kind="customer", value="cust_8", until=base.clock.now() + dt.timedelta(days=1), reason="test"
    )
    await Suppressions(base.database, base.tenants.vaults, base.clock).create(caller, quiet)
    facts = RuleFacts(base.database, desk.inference.deployments)
    rulesets = Rulesets(base.database, base.clock, facts, ActiveRulesets(base.database), Assessor())
    drawn = graph(table(ROWS, inputs=INPUTS, outputs={"o": "outcome"}))
    version = await rulesets.push(caller, use_case, Draft(graph=drawn, fallback="review", reason="test"))
    assert version.id is not None
    await rulesets.activate(caller, use_case, version.id, "go")


async def test_a_row_is_asked_as_a_request_is(still_desk: Desk) -> None:
    """Of payments: by device, by customer, by suppression, by none; the outcomes are those of requests."""
    await furnished(still_desk, "transaction-anomaly")
    sent = [
        {**PAYMENT, "id": "p1"},
        {**PAYMENT, "id": "p2", "device_id": "phone_2", "customer_id": "cust_7"},
        {**PAYMENT, "id": "p3", "device_id": "phone_2", "customer_id": "cust_8"},
        {**PAYMENT, "id": "p4", "device_id": "phone_2", "customer_id": "cust_9"},
    ]
    batch = await still_desk.done(written(sent), use_case="transaction-anomaly")
    assert (batch.failure, batch.progress.rows) == (None, 4)
    found = (await still_desk.parquet(batch))["outcome"].to_list()
    assert found == ["on_device", "on_customer", "quiet", "none"]
    for facts, outcome in zip(sent, found, strict=True):
        command = DecideCommand(
            use_case="transaction-anomaly", transaction=msgspec.convert(facts, Transaction)
        )
        made = await still_desk.inference.decisions.decide(still_desk.caller, command)
        assert made.outcome == outcome


async def test_an_event_names_whom_it_is_about(still_desk: Desk) -> None:
    """A payout's payee is its customer: a list of customers is asked about them, in a batch too."""
    await furnished(still_desk, "payout-delay")
    event = {**EVENTS["payout"].example, "payee_id": "cust_7"}
    batch = await still_desk.done(written([event]), use_case="payout-delay")
    assert (await still_desk.parquet(batch))["outcome"].to_list() == ["on_customer"]
