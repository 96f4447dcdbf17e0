"""A version's way to decide, on a real PostgreSQL: who stands behind it, what it stands on, and what is told of it."""

import asyncio
import datetime as dt
from collections.abc import Sequence
from uuid import UUID, uuid4

import msgspec
import pytest

from core.canonical import decode
from core.clock import ManualClock
from core.database import Database, Transaction
from core.ids import public
from rules.active import ActiveRulesets
from rules.approvals import RulesetApprovals
from rules.assessment import Assessor
from rules.entities import Draft, RulesetVersion, VersionState
from rules.errors import (
    NothingToRollBack,
    RulesetDigestDiffers,
    RulesetNotApproved,
    RulesetVersionNotFound,
    RulesetVersionRefused,
    RulesetVersionUsed,
)
from rules.facts import FactSchema, schema_of
from rules.rulesets import Rulesets
from rules.shadowing import RulesetShadows
from tenants.approval_policy import ApprovalPolicies
from tenants.permissions import EVERY_PERMISSION, Permission
from tenants.principals import Mode, PermissionDenied, Principal, PrincipalKind
from tenants.second_members import ApprovalNeedsMember, ApprovalOfOwnChange
from tests.rules.graphs import thresholds

USE_CASE = "transaction-anomaly"


class KnownFacts:
    async def facts_of(self, environment_id: UUID, use_case: str) -> FactSchema:
        return schema_of(features=("velocity",))

    async def pin(
        self, tx: Transaction, environment_id: UUID, version_id: UUID, facts: Sequence[str]
    ) -> None:
        """Its facts never change their meaning."""

    async def is_current(self, tx: Transaction, environment_id: UUID, version_id: UUID) -> bool:
        return True


class Bank:
    """The services, and members of a live environment of its own."""

    def __init__(self, database: Database, clock: ManualClock) -> None:
        self.clock = clock
        self.active = ActiveRulesets(database)
        self.rulesets = Rulesets(database, clock, KnownFacts(), self.active, Assessor())
        self.approvals = RulesetApprovals(database, clock, self.active)
        self.shadows = RulesetShadows(database, clock, self.active)
        self.policies = ApprovalPolicies(database, clock)
        self.database = database
        self._environment = uuid4()

    def member(self, member_id: UUID | None = None, *, mode: Mode = "live") -> Principal:
        return self.credential(member_id or uuid4(), mode=mode)

    def credential(self, acts_for: UUID | None, *, mode: Mode = "live") -> Principal:
        return Principal(
            kind=PrincipalKind.API_KEY,
            id=public("key", uuid4()),
            tenant_id=uuid4(),
            environment_id=self._environment,
            mode=mode,
            permissions=EVERY_PERMISSION,
            member_id=acts_for,
        )

    async def push(
        self, caller: Principal, decline: str = ">= 0.9", *, shadow: bool = False
    ) -> RulesetVersion:
        draft = Draft(graph=thresholds(decline=decline), fallback="review", reason="r", shadow=shadow)
        return await self.rulesets.push(caller, USE_CASE, draft)

    async def approve(self, caller: Principal, version: RulesetVersion) -> RulesetVersion:
        return await self.approvals.approve(caller, USE_CASE, id_of(version), version.digest, "read it")

    async def activate(self, caller: Principal, version: RulesetVersion) -> int:
        self.clock.advance(dt.timedelta(seconds=1))
        return (await self.rulesets.activate(caller, USE_CASE, id_of(version), "go")).active.number

    async def roll_back(self, caller: Principal) -> int:
        self.clock.advance(dt.timedelta(seconds=1))
        return (await self.rulesets.roll_back(caller, USE_CASE, "no")).active.number

    async def entries(self) -> list[str]:
        async with self.database.transaction(self._environment) as tx:
            rows = await tx.fetch("SELECT entry FROM ledger_intake ORDER BY seq")
        found = [decode(row["entry"]) for row in rows]
        return [str(entry["typ"]) for entry in found if isinstance(entry, dict)]

    async def events(self) -> list[str]:
        async with self.database.transaction(self._environment) as tx:
            rows = await tx.fetch("SELECT payload FROM outbox WHERE topic = 'event' ORDER BY created_at, id")
        return sorted(str(msgspec.json.decode(row["payload"])["kind"]) for row in rows)


def id_of(version: RulesetVersion) -> UUID:
    assert version.id is not None
    return version.id


@pytest.fixture
def bank(database: Database, clock: ManualClock) -> Bank:
    return Bank(database, clock)


async def test_from_push_to_decision_everything_is_an_entry(bank: Bank) -> None:
    """Shadow, approval, activation and rollback each leave one entry and say what happened; the same again leaves none."""
    author, second = bank.member(), bank.member()
    version = await bank.push(author, shadow=True)
    assert version.state is VersionState.SHADOW
    await bank.approve(second, version)
    approved = await bank.approve(second, version)
    assert (approved.state, len(approved.approvals)) == (VersionState.APPROVED, 1)
    for _ in range(2):
        assert await bank.activate(author, version) == 1
    assert await bank.roll_back(author) == 0
    again = await bank.rulesets.version(author, USE_CASE, id_of(version))
    assert again.state is VersionState.RETIRED
    assert await bank.entries() == [
        "rule.version.v1", "rule.shadow.v1", "rule.approve.v1", "rule.activate.v1", "rule.rollback.v1",
    ]  # fmt: skip
    assert await bank.events() == [
        "approval.asked", "approval.given", "ruleset.activated", "ruleset.rolled_back",
    ]  # fmt: skip


async def test_who_may_approve_is_asked(bank: Bank) -> None:
    """Once for each version, by event and by mail without its author; not in a sandbox, where nobody needs to."""
    author = bank.member()
    version = await bank.push(author)
    await bank.push(author)
    async with bank.database.transaction(author.environment_id) as tx:
        rows = await tx.fetch("SELECT payload FROM outbox ORDER BY topic")
    event, notice = (msgspec.json.decode(row["payload"]) for row in rows)
    asked = {"about": public("rsv", id_of(version)), "permission": "rules:approve"}
    assert (event["kind"], event["data"]) == ("approval.asked", asked)
    assert (notice["permission"], notice["but"]) == ("rules:approve", str(author.member_id))
    await Bank(bank.database, bank.clock).push(bank.member(mode="sandbox"), "> 0.95")
    assert await bank.events() == ["approval.asked"]


async def test_another_key_of_the_author_approves_nothing(bank: Bank) -> None:
    """Whatever credentials one member makes, they are one member; an installation's credential is none."""
    author = bank.member()
    version = await bank.push(author)
    other_key = bank.credential(author.member_id)
    with pytest.raises(ApprovalOfOwnChange) as refused:
        await bank.approve(other_key, version)
    assert public("mbr", author.member_id or uuid4()) in refused.value.how_to_fix
    with pytest.raises(ApprovalNeedsMember):
        await bank.approve(bank.credential(None), version)
    with pytest.raises(RulesetNotApproved):
        await bank.activate(other_key, version)


async def test_nobodys_version_needs_two_that_approve(bank: Bank) -> None:
    """What the installation pushed has no member behind it: one approval is one pair of eyes."""
    version = await bank.push(bank.credential(None))
    one = bank.member()
    assert (await bank.approve(one, version)).state is VersionState.CHECKED
    with pytest.raises(RulesetNotApproved) as refused:
        await bank.activate(one, version)
    assert public("mbr", one.member_id or uuid4()) in refused.value.how_to_fix
    assert (await bank.approve(bank.member(), version)).state is VersionState.APPROVED
    assert await bank.activate(one, version) == 1


async def test_an_approval_is_of_content(bank: Bank) -> None:
    """Another digest is refused, and what is changed is another version without that approval."""
    author, second = bank.member(), bank.member()
    version = await bank.push(author)
    with pytest.raises(RulesetDigestDiffers):
        await bank.approvals.approve(second, USE_CASE, id_of(version), b"x" * 32, "unread")
    await bank.approve(second, version)
    changed = await bank.push(author, ">= 0.8")
    with pytest.raises(RulesetNotApproved):
        await bank.activate(author, changed)


async def test_a_refusal_is_for_ever(bank: Bank) -> None:
    """It outweighs approvals, ends the shadow, and the same graph pushed again begins anew; what decides is not refused."""
    author, second = bank.member(), bank.member()
    version = await bank.push(author, shadow=True)
    await bank.approve(second, version)
    refused = await bank.approvals.refuse(second, USE_CASE, id_of(version), "on second thoughts")
    assert refused.state is VersionState.REFUSED
    for attempt in (
        bank.activate(author, version),
        bank.approve(bank.member(), version),
        bank.shadows.start(author, USE_CASE, id_of(version)),
    ):
        with pytest.raises(RulesetVersionRefused):
            await attempt
    again = await bank.push(author)
    assert (again.number, again.state) == (2, VersionState.CHECKED)
    await bank.approve(second, again)
    await bank.activate(author, again)
    with pytest.raises(RulesetVersionUsed):
        await bank.approvals.refuse(second, USE_CASE, id_of(again), "late")
    assert (await bank.entries()).count("rule.shadow_end.v1") == 1


async def test_each_rollback_goes_further_back(bank: Bank) -> None:
    """Never to and fro: an old version activated anew counts as new, and what was rolled back from is not returned to."""
    owner = bank.member(mode="sandbox")
    one, two, three = [await bank.push(owner, f">= 0.{digit}") for digit in (9, 8, 7)]
    for version in (one, two, one, three):
        await bank.activate(owner, version)
    assert [await bank.roll_back(owner) for _ in range(2)] == [1, 2]
    assert await bank.activate(owner, three) == 3
    assert [await bank.roll_back(owner) for _ in range(3)] == [2, 1, 0]
    with pytest.raises(NothingToRollBack):
        await bank.roll_back(owner)
    made = (await bank.rulesets.activations(owner, USE_CASE, None, 20)).data
    assert [each.version_number for each in made] == [0, 1, 2, 3, 2, 1, 3, 1, 2, 1]
    assert made[0].previous_version_number == 1


async def test_a_rollback_needs_no_new_approval(bank: Bank) -> None:
    """What decided under the rules of then decides again, though nobody approved it since."""
    owner = bank.member()
    await bank.policies.set(owner, required=False, reason="alone")
    one, two = await bank.push(owner), await bank.push(owner, ">= 0.8")
    for version in (one, two):
        await bank.activate(owner, version)
    await bank.policies.set(owner, required=True, reason="two of us now")
    assert await bank.roll_back(owner) == 1
    with pytest.raises(RulesetNotApproved):
        await bank.activate(owner, two)


async def test_approvals_at_once_are_two(bank: Bank) -> None:
    """Several members at the same moment each count once, and an activation beside them is refused or stands."""
    author = bank.member()
    version = await bank.push(author)
    members = [bank.member() for _ in range(4)]
    await asyncio.gather(*(bank.approve(each, version) for each in [*members, *members]))
    told = await bank.rulesets.version(author, USE_CASE, id_of(version))
    assert sorted(each.member_id for each in told.approvals) == sorted(
        each.member_id for each in members if each.member_id is not None
    )
    assert (await bank.entries()).count("rule.approve.v1") == 4


async def test_another_environment_finds_nothing(bank: Bank, database: Database, clock: ManualClock) -> None:
    """A version of another environment is neither approved, refused, compared nor put into the shadow."""
    version = await bank.push(bank.member())
    stranger = Bank(database, clock).member()
    for attempt in (
        bank.approve(stranger, version),
        bank.approvals.refuse(stranger, USE_CASE, id_of(version), "mine"),
        bank.rulesets.diff(stranger, USE_CASE, id_of(version), None),
        bank.shadows.start(stranger, USE_CASE, id_of(version)),
        bank.shadows.get(stranger, USE_CASE, id_of(version)),
    ):
        with pytest.raises(RulesetVersionNotFound):
            await attempt


async def test_each_step_asks_for_its_permission(bank: Bank) -> None:
    """Approving is a permission of its own; who may only read changes nothing."""
    version = await bank.push(bank.member())
    reader = msgspec.structs.replace(
        bank.member(), permissions=frozenset({Permission.RULES_READ, Permission.RULES_WRITE})
    )
    for attempt in (
        bank.approve(reader, version),
        bank.approvals.refuse(reader, USE_CASE, id_of(version), "no"),
        bank.rulesets.roll_back(reader, USE_CASE, "no"),
    ):
        with pytest.raises(PermissionDenied):
            await attempt
    nobody = msgspec.structs.replace(reader, permissions=frozenset())
    for other in (
        bank.shadows.start(nobody, USE_CASE, id_of(version)),
        bank.shadows.stop(nobody, USE_CASE),
        bank.shadows.get(nobody, USE_CASE, None),
        bank.rulesets.activations(nobody, USE_CASE, None, 1),
        bank.rulesets.diff(nobody, USE_CASE, id_of(version), None),
    ):
        with pytest.raises(PermissionDenied):
            await other
