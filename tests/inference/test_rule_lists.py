"""Lists, suppressions, segment and region as rules of a decision see them; and the same again in a replay."""

import datetime as dt
import pathlib
from collections.abc import AsyncIterator, Callable, Sequence
from uuid import UUID

import msgspec
import pytest

from core.clock import ManualClock
from core.database import Database
from core.ids import parse, uuid7
from inference.catalogue import Answer
from inference.entities import DecideCommand, Decision
from inference.rule_facts import RuleFacts
from inference.services import InferenceServices
from payments.facts import Transaction
from rules.active import ActiveRulesets
from rules.checks.flow import check
from rules.document import read
from rules.evaluation import PreparedRuleset, digest_of, prepare
from rules.list_entities import NewEntry, NewList
from rules.lists import Lists
from rules.suppression_entities import NewSuppression
from rules.suppressions import Suppressions
from tenants.principals import Principal
from tenants.services import TenantServices
from tests.inference.assembled import assembled
from tests.payments.conftest import caller, cpu, tenancy
from tests.rules.graphs import Json, graph, table

__all__ = ["caller", "cpu", "tenancy"]
FRAUD = "transaction-anomaly"
HOUR = dt.timedelta(hours=1)


class OneRuleset(ActiveRulesets):
    """What decides is said by the test."""

    prepared: PreparedRuleset

    def find_active(self, environment_id: UUID, use_case: str) -> PreparedRuleset:
        return self.prepared

    async def get(self, environment_id: UUID, use_case: str) -> PreparedRuleset:
        return self.prepared

    async def find(
        self, environment_id: UUID, use_case: str, version_id: UUID | None, digest: bytes
    ) -> PreparedRuleset:
        return self.prepared


class Desk(msgspec.Struct, frozen=True):
    services: InferenceServices
    rulesets: OneRuleset
    lists: Lists
    suppressions: Suppressions
    caller: Principal
    clock: ManualClock
    database: Database

    async def rule(self, made: Json) -> None:
        """Check a ruleset against the facts that there are, and let it decide."""
        facts = await RuleFacts(self.database, self.services.deployments).facts_of(
            self.caller.environment_id, FRAUD
        )
        found = check(read(made), facts)
        self.rulesets.prepared = prepare(
            made, "review", found.facts, version_id=None, digest=digest_of(made, "review")
        )

    async def decide(self, customer: str = "asha", **changes: object) -> Decision[Answer]:
        payment = Transaction(
            id=f"pay-{uuid7(self.clock)}", customer_id=customer, amount_minor=250_000, currency="INR",
            occurred_at=self.clock.now(), merchant_id="m-1", device_id="d-1",
        )  # fmt: skip
        payment = msgspec.structs.replace(
            payment, **{name: value for name, value in changes.items() if name in payment.__struct_fields__}
        )
        others = {name: value for name, value in changes.items() if name not in payment.__struct_fields__}
        command = DecideCommand(use_case=FRAUD, transaction=payment, **others)  # type: ignore[arg-type]
        return await self.services.decisions.decide(self.caller, command)

    async def verdict(self, decision: Decision[Answer]) -> tuple[str, str]:
        replayed = await self.services.replays.replay(self.caller, parse("dec", decision.id))
        return replayed.verdict, replayed.computed_outcome


@pytest.fixture
async def desk(
    database: Database, tenancy: TenantServices, caller: Principal, clock: ManualClock, tmp_path: pathlib.Path
) -> AsyncIterator[Desk]:
    rulesets = OneRuleset(database)
    services = assembled(database, tenancy.vaults, clock, tmp_path / "objects", rulesets=rulesets)
    lists, suppressions = (each(database, tenancy.vaults, clock) for each in (Lists, Suppressions))
    assert isinstance(lists, Lists)
    assert isinstance(suppressions, Suppressions)
    yield Desk(services, rulesets, lists, suppressions, caller, clock, database)
    await services.decisions.close()


def first_hit(**columns: tuple[str, str]) -> Json:
    """Decline on the first column that holds; approve otherwise. columns: field and cell by column id."""
    rows = [{name: cell, "o": f"'on_{name}'"} for name, (_, cell) in columns.items()]
    inputs: dict[str, str | None] = {name: field for name, (field, _) in columns.items()}
    return graph(table([*rows, {"o": "'approve'"}], inputs=inputs, outputs={"o": "outcome"}))


async def test_a_list_decides_and_its_replay_too(desk: Desk) -> None:
    """Who is on a list is declined until the entry's end; what was told then stands in a replay, whatever the list says now."""
    made = await desk.lists.create(
        desk.caller, NewList(name="stolen", kind="device", description="Reported.")
    )
    entry = NewEntry(value="d-1", expires_at=desk.clock.now() + HOUR)
    await desk.lists.add(desk.caller, made.id, [entry], "reported")
    await desk.rule(first_hit(device=("lists.stolen.device_id", "true")))
    on, off, without = [await desk.decide(device_id=device) for device in ("d-1", "d-2", None)]
    assert [each.outcome for each in (on, off, without)] == ["on_device", "approve", "approve"]
    await desk.lists.remove(desk.caller, made.id, ["d-1"])
    await desk.lists.add(desk.caller, made.id, [NewEntry(value="d-2")], "other")
    assert await desk.verdict(on) == ("identical", "on_device")
    assert await desk.verdict(off) == ("identical", "approve")


async def test_an_entry_ends_by_the_decisions_own_time(desk: Desk) -> None:
    """An entry in memory ends at its moment, though nothing was read anew."""
    made = await desk.lists.create(desk.caller, NewList(name="watched", kind="customer", description="Seen."))
    entry = NewEntry(value="asha", expires_at=desk.clock.now() + HOUR)
    await desk.lists.add(desk.caller, made.id, [entry], "seen")
    await desk.rule(first_hit(customer=("lists.watched.customer", "true")))
    assert (await desk.decide()).outcome == "on_customer"
    desk.clock.advance(HOUR)
    assert (await desk.decide()).outcome == "approve"


async def test_a_suppression_is_a_fact(desk: Desk) -> None:
    """A ruleset that reads it approves what it would send to review, for whom it covers; a replay says the same after its end."""
    await desk.rule(first_hit(quiet=("suppressed", "true"), rule=("'velocity' in suppressed_rules", "true")))
    until, reason = desk.clock.now() + HOUR, "Known."
    quiet = await desk.suppressions.create(
        desk.caller, NewSuppression(kind="customer", value="asha", until=until, reason=reason, use_case=FRAUD)
    )
    await desk.suppressions.create(
        desk.caller, NewSuppression(kind="merchant", value="m-9", until=until, reason=reason, rule="velocity")
    )
    covered, other, ruled = (
        await desk.decide("asha"), await desk.decide("ravi"), await desk.decide("ravi", merchant_id="m-9"),
    )  # fmt: skip
    assert [each.outcome for each in (covered, other, ruled)] == ["on_quiet", "approve", "on_rule"]
    await desk.suppressions.end(desk.caller, quiet.id)
    for made in (covered, other, ruled):
        assert await desk.verdict(made) == ("identical", made.outcome)


async def test_segment_and_region_are_facts(desk: Desk) -> None:
    """The segment that the request names, and the region of the request or else of the payment; both in a replay."""
    await desk.rule(first_hit(gold=("segment", "'gold'"), north=("region", "'north'")))
    cases: Sequence[tuple[dict[str, object], str]] = (
        ({"segment": "gold"}, "on_gold"), ({"region": "north"}, "on_north"), ({"region": "south"}, "approve"), ({}, "approve"),
    )  # fmt: skip
    for changes, outcome in cases:
        made = await desk.decide("asha", **changes)
        assert made.outcome == outcome, changes
        assert await desk.verdict(made) == ("identical", outcome)


async def test_what_is_not_read_costs_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ruleset that asks for neither leads to no look-up, and nothing of it is kept."""
    await desk.rule(first_hit(score=("score", ">= 2")))

    def refuse(*_: object) -> None:
        raise AssertionError("nobody asked")

    lists: Callable[..., object] = refuse
    monkeypatch.setattr("inference.rule_lists.RuleLists.find", lists)
    monkeypatch.setattr("inference.rule_lists.RuleLists.get", lists)
    decided = await desk.decide()
    _, _, payload = await desk.services.decisions.open(desk.caller.environment_id, parse("dec", decided.id))
    assert b'"seen"' not in payload
    assert decided.outcome == "approve"
