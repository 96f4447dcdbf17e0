"""Rulesets in the shadow: what they would have changed of live decisions is counted, and nothing of it decides."""

import datetime as dt
import pathlib
from collections.abc import AsyncIterator

import pytest

from core.clock import ManualClock
from core.database import Database
from rules.entities import VersionState
from rules.list_entities import NewEntry, NewList
from rules.lists import Lists
from tenants.principals import Principal
from tenants.services import TenantServices
from tests.inference.rule_desk import FRAUD, RuleDesk, by_amount, changes_of, rule_desk
from tests.payments.conftest import caller, cpu, tenancy
from tests.rules.graphs import graph, table

__all__ = ["caller", "cpu", "tenancy"]


@pytest.fixture
async def desk(
    database: Database, tenancy: TenantServices, caller: Principal, clock: ManualClock, tmp_path: pathlib.Path
) -> AsyncIterator[RuleDesk]:
    async with rule_desk(database, tenancy, caller, clock, tmp_path) as made:
        yield made


async def test_changes_are_counted_with_their_money(desk: RuleDesk) -> None:
    """The active ruleset decides alone; what the shadow would have changed stands there by outcome, money and hour."""
    await desk.activate(by_amount(1_000))
    pushed = await desk.push(by_amount(100), shadow=True)
    assert pushed.state is VersionState.SHADOW
    assert await desk.decide(50, 500, 700) == ["approve", "approve", "approve"]
    desk.clock.advance(dt.timedelta(hours=1))
    assert await desk.decide(5_000) == ["review"]
    shown = await desk.shown()
    assert (shown.decisions, shown.changed, shown.failed) == (4, 2, 0)
    assert changes_of(shown) == [
        ("approve", "approve", 1, 50), ("approve", "review", 2, 1_200), ("review", "review", 1, 5_000),
    ]  # fmt: skip
    assert [(hour.decisions, hour.changed) for hour in shown.hours] == [(1, 0), (3, 2)]


async def test_without_a_shadow_nothing_is_ruled(desk: RuleDesk) -> None:
    """Nothing is offered where nothing is in the shadow, nor once it is taken out; what was counted stays."""
    await desk.activate(by_amount(1_000))
    await desk.decide(500)
    assert desk.services.rule_shadows.ruled == 0
    pushed = await desk.push(by_amount(100), shadow=True)
    await desk.decide(500)
    ended = await desk.shadows.stop(desk.caller, FRAUD)
    assert ended.since is None
    await desk.decide(500)
    assert desk.services.rule_shadows.ruled == 1
    assert (await desk.shadows.get(desk.caller, FRAUD, pushed.id)).decisions == 1


async def test_a_version_leaves_the_shadow_when_it_decides(desk: RuleDesk) -> None:
    """Activated, it rules nothing beside itself."""
    pushed = await desk.push(by_amount(100), shadow=True)
    assert pushed.id is not None
    await desk.rulesets.activate(desk.caller, FRAUD, pushed.id, "go")
    assert await desk.decide(500) == ["review"]
    assert desk.services.rule_shadows.ruled == 0
    assert desk.active.shadows == {}


async def test_the_shadow_reads_what_the_active_one_does_not(desk: RuleDesk) -> None:
    """Lists and features beside the model's, which nobody looked up to decide, are looked up for the shadow alone."""
    await desk.activate(by_amount(1_000))
    lists = Lists(desk.database, desk.tenancy.vaults, desk.clock)
    made = await lists.create(desk.caller, NewList(name="watched", kind="customer", description="Seen."))
    await lists.add(desk.caller, made.id, [NewEntry(value="asha")], "seen")
    rows = [
        {"l": "true", "f": "", "o": "'on_list'"},
        {"l": "", "f": ">= 1", "o": "'again'"},
        {"l": "", "f": "", "o": "'approve'"},
    ]
    inputs = {"l": "lists.watched.customer", "f": "features.payments_d30"}
    await desk.push(graph(table(rows, inputs=inputs, outputs={"o": "outcome"})), shadow=True)
    await desk.decide(500)
    await desk.decide(500, customer="bela")
    desk.clock.advance(dt.timedelta(hours=2))
    await desk.decide(500, customer="bela")
    told = sorted((each.would_be, each.decisions) for each in (await desk.shown()).changes)
    assert told == [("again", 1), ("approve", 1), ("on_list", 1)]


async def test_nothing_of_a_decision_is_kept(desk: RuleDesk) -> None:
    """A row of counts names outcomes, a currency and an hour: no decision, no customer."""
    await desk.push(by_amount(100), shadow=True)
    await desk.decide(500)
    async with desk.database.transaction(desk.caller.environment_id) as tx:
        row = await tx.fetchrow("SELECT * FROM ruleset_shadow_hour")
    assert row is not None
    assert set(row.keys()) == {
        "environment_id", "version_id", "hour", "was", "would_be", "currency", "use_case", "decisions", "failed",
        "amount_minor",
    }  # fmt: skip
