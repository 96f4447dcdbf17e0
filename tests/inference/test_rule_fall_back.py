"""A ruleset that fails on live facts is left for the last good version, and only a person brings it back."""

import asyncio
import datetime as dt
import pathlib
from collections.abc import AsyncIterator
from uuid import UUID

import msgspec
import pytest

from core.canonical import decode
from core.clock import EnvironmentClock, ManualClock, to_micros
from core.database import Database
from core.ids import uuid7
from inference.rule_health import FAILED_MIN, IN_A_ROW_MAX
from resolution.sandboxes import store as sandbox_store
from rules import activation_store, store
from rules.fall_backs import FallBacks
from rules.store import VersionRow
from rules.switches import Switches
from tenants.principals import Principal
from tenants.services import TenantServices
from tests.inference.rule_desk import FRAUD, RuleDesk, by_amount, rule_desk
from tests.payments.conftest import caller, cpu, tenancy

__all__ = ["caller", "cpu", "tenancy"]


@pytest.fixture
async def desk(
    database: Database, tenancy: TenantServices, caller: Principal, clock: ManualClock, tmp_path: pathlib.Path
) -> AsyncIterator[RuleDesk]:
    async with rule_desk(database, tenancy, caller, clock, tmp_path) as made:
        yield made


async def activate_unreadable(desk: RuleDesk) -> UUID:
    """Let a version decide that this release cannot read: each of its decisions is its fallback."""
    environment_id = desk.caller.environment_id
    async with desk.database.transaction(environment_id) as tx:
        row = VersionRow(
            id=uuid7(desk.clock),
            use_case=FRAUD,
            number=await store.reserve_number(tx, environment_id, FRAUD, uuid7(desk.clock)),
            graph='{"nodes":[],"edges":[],"of":"another release"}',
            fallback="decline",
            digest=b"d" * 32,
            outcomes=["decline"],
            facts=[],
            cost_us=1,
            author="system",
            reason="a test",
            created_at=desk.clock.now(),
            author_member=None,
        )
        await store.add_version(tx, environment_id, row)
        state = await store.lock_state(tx, environment_id, FRAUD)
        assert state is not None
        await Switches(desk.clock).activate(tx, environment_id, "system", "go", row=row, state=state)
    desk.active.forget(environment_id, FRAUD)
    return row.id


async def history(desk: RuleDesk) -> list[tuple[str, int, str]]:
    async with desk.database.transaction(desk.caller.environment_id) as tx:
        made = await activation_store.list_page(tx, desk.caller.environment_id, FRAUD, None, 20)
    return sorted((each.kind, each.version_number, each.actor) for each in made)


async def test_failing_in_a_row_returns_to_the_version_before(desk: RuleDesk) -> None:
    """Up to the bound it stays; one failure more, and the version before decides, with an entry and an event."""
    good = await desk.activate(by_amount(1_000))
    bad = await activate_unreadable(desk)
    assert await desk.decide(*[500] * IN_A_ROW_MAX) == ["decline"] * IN_A_ROW_MAX
    await desk.services.rule_health.close()
    assert (await desk.active.get(desk.caller.environment_id, FRAUD)).version_id == bad
    await desk.decide(500)
    await desk.services.rule_health.close()
    assert (await desk.active.get(desk.caller.environment_id, FRAUD)).version_id == good
    assert await desk.decide(500) == ["approve"]
    assert await history(desk) == [
        ("activate", 1, "system"),
        ("activate", 2, "system"),
        ("fall_back", 1, "system"),
    ]

    async with desk.database.transaction(desk.caller.environment_id) as tx:
        entries = [decode(row["entry"]) for row in await tx.fetch("SELECT entry FROM ledger_intake")]
        told = await tx.fetch("SELECT payload FROM outbox WHERE topic = 'event'")
    kinds = [entry["typ"] for entry in entries if isinstance(entry, dict)]
    assert kinds.count("rule.fall_back.v1") == 1
    events = [msgspec.json.decode(row["payload"]) for row in told]
    (fell,) = [event for event in events if event["kind"] == "ruleset.fell_back"]
    assert (fell["data"]["version_number"], fell["data"]["reason"]) == (1, "evaluation_failed")


async def test_the_first_version_falls_back_to_the_default(desk: RuleDesk) -> None:
    """Without a version before, the default that ships with the service decides; it has nothing to fall back to."""
    await activate_unreadable(desk)
    await desk.decide(*[500] * (IN_A_ROW_MAX + 1))
    await desk.services.rule_health.close()
    assert (await desk.active.get(desk.caller.environment_id, FRAUD)).version_id is None
    assert [kind for kind, _, _ in await history(desk)] == ["activate", "fall_back"]


async def test_a_person_brings_it_back(desk: RuleDesk) -> None:
    """After a fall the older version stays however well it does; activated again and failing again, it falls again."""
    good = await desk.activate(by_amount(1_000))
    bad = await activate_unreadable(desk)
    for _ in range(2):
        await desk.decide(*[500] * (IN_A_ROW_MAX + 1))
        await desk.services.rule_health.close()
        await desk.decide(*[500] * 3)
        assert (await desk.active.get(desk.caller.environment_id, FRAUD)).version_id == good
        await desk.rulesets.activate(desk.caller, FRAUD, bad, "mended, we think")
    assert [kind for kind, _, _ in await history(desk)].count("fall_back") == 2


async def test_two_processes_fall_back_once(desk: RuleDesk) -> None:
    """Whoever finds out second finds nothing to return from, though it says so at the same time."""
    await desk.activate(by_amount(1_000))
    bad = await activate_unreadable(desk)
    last_good = desk.services.rule_health._last_good
    named = (desk.caller.environment_id, FRAUD, bad, "It failed.")
    await asyncio.gather(*(last_good.try_to(*named) for _ in range(4)))
    assert [kind for kind, _, _ in await history(desk)].count("fall_back") == 1


async def test_it_falls_back_in_the_time_of_its_sandbox(desk: RuleDesk) -> None:
    """Who finds out has no time at hand: what decides again is the newest in the history, and its entry of the true time."""
    await desk.activate(by_amount(1_000))
    bad = await activate_unreadable(desk)
    caller, month = desk.caller, dt.timedelta(days=30)
    async with desk.database.transaction((caller.tenant_id, caller.environment_id)) as tx:
        await sandbox_store.hold_clock(tx, caller.environment_id)
        await sandbox_store.move_clock(tx, caller.environment_id, month, desk.clock.now())
    falls = FallBacks(desk.database, EnvironmentClock(desk.clock), desk.active)
    await falls.try_to(caller.environment_id, FRAUD, bad, "It failed.")
    async with desk.database.transaction(caller.environment_id) as tx:
        made = await activation_store.list_page(tx, caller.environment_id, FRAUD, None, 1)
        entries = [
            decode(row["entry"]) for row in await tx.fetch("SELECT entry FROM ledger_intake ORDER BY seq")
        ]
    assert [(each.kind, each.activated_at) for each in made] == [("fall_back", desk.clock.now() + month)]
    last = entries[-1]
    assert isinstance(last, dict)
    assert (last["typ"], last["ts"]) == ("rule.fall_back.v1", to_micros(desk.clock.now()))


def test_the_bounds_are_what_the_page_says() -> None:
    """docs/rules.md names them."""
    page = (pathlib.Path(__file__).parents[2] / "docs/rules.md").read_text()
    assert f"more than {IN_A_ROW_MAX} decisions in a row" in page.replace("\n", " ")
    assert f"{FAILED_MIN} or more in a minute" in page.replace("\n", " ")
