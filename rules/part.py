"""A ruleset as a part of something larger that changes at once: each step joins the transaction of who makes the change."""

from uuid import UUID

import msgspec

from core import intake
from core.clock import Clock
from core.database import Transaction
from core.ids import uuid7
from rules import approval_store, lifecycle, shadowing, shipped, store, test_cases
from rules.approvals import say
from rules.assessment import Assessment
from rules.entities import Draft, RulesetVersion
from rules.errors import RulesetVersionNotFound, RulesetVersionRefused
from rules.evaluation import digest_of_text
from rules.rulesets import FactSource, version_entry
from rules.store import StateRow, VersionRow
from rules.switches import Switches
from tenants.principals import Principal


class RulesNow(msgspec.Struct, frozen=True):
    """What decides. version_id: None for the default. activation_id: what made it decide; None where nothing ever did."""

    version_id: UUID | None
    activation_id: UUID | None
    shadow_version: UUID | None


class RulesetPart:
    def __init__(self, clock: Clock, facts: FactSource) -> None:
        self._clock = clock
        self._facts = facts
        self._switches = Switches(clock)

    async def find(
        self, tx: Transaction, environment_id: UUID, use_case: str, version_id: UUID | None
    ) -> RulesetVersion:
        """version_id: None for the default that ships with the service. Raises: RulesetVersionNotFound."""
        if version_id is None:
            return shipped.version(use_case)
        row = await _row(tx, environment_id, use_case, version_id)
        return (await lifecycle.told(tx, environment_id, use_case, [row]))[0]

    async def find_digest(
        self, tx: Transaction, environment_id: UUID, use_case: str, digest: bytes
    ) -> RulesetVersion | None:
        """Return the newest version with this content that means the same today, and was not refused."""
        for row in await store.of_digest(tx, environment_id, use_case, digest):
            said = await approval_store.of_versions(tx, environment_id, [row.id])
            if not lifecycle.is_refused(said) and await self._facts.is_current(tx, environment_id, row.id):
                return (await lifecycle.told(tx, environment_id, use_case, [row]))[0]
        return None

    async def now(
        self, tx: Transaction, environment_id: UUID, use_case: str, *, hold: bool = False
    ) -> RulesNow:
        """hold: let nobody change it until the transaction ends."""
        read = store.lock_state if hold else store.find_state
        state = await read(tx, environment_id, use_case)
        if state is None:
            return RulesNow(None, None, None)
        return RulesNow(state.active_version, state.activation_id, state.shadow_version)

    async def keep(
        self, tx: Transaction, caller: Principal, use_case: str, draft: Draft, found: Assessment
    ) -> RulesetVersion:
        """Keep what was assessed as the next version. Raises: FeatureRetired, ListNotFound."""
        row = VersionRow(
            id=uuid7(self._clock),
            use_case=use_case,
            number=await store.reserve_number(tx, caller.environment_id, use_case, uuid7(self._clock)),
            graph=found.canonical,
            fallback=draft.fallback,
            digest=digest_of_text(found.canonical, draft.fallback),
            outcomes=list(found.outcomes),
            facts=list(found.facts),
            cost_us=found.cost_us,
            author=caller.id,
            reason=draft.reason,
            created_at=self._clock.now(),
            author_member=caller.member_id,
        )
        await store.add_version(tx, caller.environment_id, row)
        await self._facts.pin(tx, caller.environment_id, row.id, row.facts)
        await intake.append(tx, version_entry(self._clock, caller, row))
        return (await lifecycle.told(tx, caller.environment_id, use_case, [row]))[0]

    async def vouch(
        self, tx: Transaction, caller: Principal, use_case: str, version_id: UUID, member: UUID, reason: str
    ) -> None:
        """Let a member's approval of the whole count for its ruleset; its own author's is none. Raises: RulesetVersionRefused."""
        row = await self._standing(tx, caller.environment_id, use_case, version_id)
        if row.author_member != member:
            await say(tx, self._clock, caller, row, "approve", member=member, reason=reason)

    async def begin_shadow(self, tx: Transaction, caller: Principal, use_case: str, version_id: UUID) -> None:
        """Raises: RulesetVersionRefused."""
        await shadowing.begin(
            tx, self._clock, caller, await _row(tx, caller.environment_id, use_case, version_id)
        )

    async def end_shadow(self, tx: Transaction, caller: Principal, use_case: str, version_id: UUID) -> None:
        """Take a version out of the shadow, if it is there."""
        state = await store.lock_state(tx, caller.environment_id, use_case)
        if state is not None and state.shadow_version == version_id:
            row = await _row(tx, caller.environment_id, use_case, version_id)
            await shadowing.end(tx, self._clock, caller, row)

    async def activate(
        self, tx: Transaction, caller: Principal, use_case: str, version_id: UUID | None, reason: str
    ) -> bool:
        """Let a version, or the default, decide from now on. Says whether it did not yet.

        Raises: RulesetVersionRefused, RuleTestsFailing.
        """
        environment_id = caller.environment_id
        state = await store.lock_state(tx, environment_id, use_case)
        if state is None or state.active_version == version_id:
            return False
        version = await self.find(tx, environment_id, use_case, version_id)
        await test_cases.require_passing(tx, environment_id, use_case, version)
        if version_id is None:
            await self._switches.activate_default(
                tx, environment_id, caller.id, reason, use_case=use_case, state=state
            )
        else:
            row = await self._standing(tx, environment_id, use_case, version_id)
            await self._switches.activate(tx, environment_id, caller.id, reason, row=row, state=state)
        return True

    async def roll_back(self, tx: Transaction, caller: Principal, use_case: str, reason: str) -> None:
        """Let what decided before decide again. Raises: NothingToRollBack."""
        state: StateRow | None = await store.lock_state(tx, caller.environment_id, use_case)
        await self._switches.return_from(
            tx, caller.environment_id, caller.id, reason, kind="rollback", use_case=use_case, state=state
        )

    async def _standing(
        self, tx: Transaction, environment_id: UUID, use_case: str, version_id: UUID
    ) -> VersionRow:
        """A version that nobody refused."""
        row = await _row(tx, environment_id, use_case, version_id)
        if lifecycle.is_refused(await approval_store.of_versions(tx, environment_id, [row.id])):
            raise RulesetVersionRefused("A member refused this version.")
        return row


async def _row(tx: Transaction, environment_id: UUID, use_case: str, version_id: UUID) -> VersionRow:
    row = await store.find_version(tx, environment_id, use_case, version_id)
    if row is None:
        raise RulesetVersionNotFound("No such version of this ruleset.", internal=f"{version_id=}")
    return row
