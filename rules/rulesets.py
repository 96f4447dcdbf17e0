"""The use cases of rulesets: show, push a version, try one out, activate one, return to the one before."""

from collections.abc import Mapping, Sequence
from typing import Protocol
from uuid import UUID

import msgspec

from core import intake
from core.clock import Clock
from core.database import Database, Transaction
from core.ids import public, uuid7
from core.pages import Page, page_of
from rules import activation_store, approval_store, lifecycle, shadowing, shipped, store, test_cases
from rules.active import ActiveRulesets
from rules.assessment import DRY_RUNS_MAX, Assessor
from rules.diffs import RulesetDiff, compared
from rules.entities import Activation, Draft, Ruleset, RulesetVersion, Trial, VersionState
from rules.errors import (
    FactsRefused,
    RulesetNotApproved,
    RulesetRefused,
    RulesetVersionNotFound,
    RulesetVersionRefused,
)
from rules.evaluation import digest_of_text
from rules.facts import FactSchema, FactValue, nested
from rules.store import VersionRow
from rules.switches import Switches
from tenants.approval_policy import is_required
from tenants.approval_requests import Approvable, ask
from tenants.permissions import Permission
from tenants.principals import Principal
from tenants.second_members import is_vouched, who_may

PREFIX = "rsv"
ACTIVATION_PREFIX = "rsa"


class FactSource(Protocol):
    """Knows the facts of each use case; implemented where features are known."""

    async def facts_of(self, environment_id: UUID, use_case: str) -> FactSchema:
        """Raises: a NOT_FOUND PlatformError for a use case that is not there."""
        ...

    async def pin(
        self, tx: Transaction, environment_id: UUID, version_id: UUID, facts: Sequence[str]
    ) -> None:
        """Let a new version read what its facts mean now, whatever they come to mean. Raises: a PlatformError if it may not."""
        ...

    async def is_current(self, tx: Transaction, environment_id: UUID, version_id: UUID) -> bool:
        """Say whether the facts of a version still mean what they mean now."""
        ...


class Rulesets:
    def __init__(
        self,
        database: Database,
        clock: Clock,
        facts: FactSource,
        active: ActiveRulesets,
        assessor: Assessor,
    ) -> None:
        self._database = database
        self._clock = clock
        self._facts = facts
        self._active = active
        self._assessor = assessor
        self._switches = Switches(clock)

    async def get(self, caller: Principal, use_case: str) -> Ruleset:
        """Show what decides a use case. Raises: PermissionDenied, UseCaseUnknown."""
        caller.require(Permission.RULES_READ)
        await self._facts.facts_of(caller.environment_id, use_case)
        async with self._database.transaction(caller.environment_id) as tx:
            return await self._shown(tx, caller.environment_id, use_case)

    async def facts(self, caller: Principal, use_case: str) -> FactSchema:
        """List what rules of a use case can see. Raises: PermissionDenied, UseCaseUnknown."""
        caller.require(Permission.RULES_READ)
        return await self._facts.facts_of(caller.environment_id, use_case)

    async def push(self, caller: Principal, use_case: str, draft: Draft) -> RulesetVersion:
        """Check a draft and keep it as the next version; it decides nothing until it is activated.

        What equals the latest version is that version, unless that was refused: nothing is added and nothing is logged.
        A draft that asks for it goes into the shadow at once.
        Raises: PermissionDenied, UseCaseUnknown, RulesetRefused, RulesetTooSlow, Overloaded.
        """
        caller.require(Permission.RULES_WRITE)
        schema = await self._facts.facts_of(caller.environment_id, use_case)
        found = await self._assessor.assess(draft.graph, draft.fallback, schema)
        digest = digest_of_text(found.canonical, draft.fallback)
        async with self._database.transaction(caller.environment_id) as tx:
            same = await self._same(tx, caller.environment_id, use_case, digest)
            row = same or VersionRow(
                id=uuid7(self._clock),
                use_case=use_case,
                number=await store.reserve_number(tx, caller.environment_id, use_case, uuid7(self._clock)),
                graph=found.canonical,
                fallback=draft.fallback,
                digest=digest,
                outcomes=list(found.outcomes),
                facts=list(found.facts),
                cost_us=found.cost_us,
                author=caller.id,
                reason=draft.reason,
                created_at=self._clock.now(),
                author_member=caller.member_id,
            )
            if same is None:
                await store.add_version(tx, caller.environment_id, row)
                await self._facts.pin(tx, caller.environment_id, row.id, row.facts)
                await intake.append(tx, version_entry(self._clock, caller, row))
                await self._ask(tx, caller, row)
            if draft.shadow:
                await shadowing.begin(tx, self._clock, caller, row)
            pushed = await self._told(tx, caller.environment_id, row)
        if draft.shadow:
            self._active.forget(caller.environment_id, use_case)
        return pushed

    async def _ask(self, tx: Transaction, caller: Principal, row: VersionRow) -> None:
        """Tell those who may approve a new version that it waits for them, where one is needed."""
        if not await is_required(tx, caller.environment_id, caller.mode):
            return
        waits = Approvable(
            request_id=row.id,
            about=public(PREFIX, row.id),
            what=f"Version {row.number} of the ruleset of {row.use_case}",
            permission=Permission.RULES_APPROVE,
            author=row.author_member,
        )
        await ask(tx, self._clock, caller.environment_id, waits)

    async def _same(
        self, tx: Transaction, environment_id: UUID, use_case: str, digest: bytes
    ) -> VersionRow | None:
        """Find the latest version if it is what was pushed, and means the same today."""
        latest = await store.find_latest(tx, environment_id, use_case)
        if latest is None or latest.digest != digest:
            return None
        if not await self._facts.is_current(tx, environment_id, latest.id):
            return None
        said = await approval_store.of_versions(tx, environment_id, [latest.id])
        return None if lifecycle.is_refused(said) else latest

    async def list(
        self, caller: Principal, use_case: str, after: UUID | None, limit: int
    ) -> Page[RulesetVersion]:
        """List versions, newest first; the default is not among them. Raises: PermissionDenied, UseCaseUnknown."""
        caller.require(Permission.RULES_READ)
        await self._facts.facts_of(caller.environment_id, use_case)
        async with self._database.transaction(caller.environment_id) as tx:
            rows = await store.list_versions(tx, caller.environment_id, use_case, after, limit + 1)
            page = page_of([*rows], limit, lambda row: public(PREFIX, row.id))
            data = await lifecycle.told(tx, caller.environment_id, use_case, page.data)
        return Page(data, page.has_more, page.next_after)

    async def version(self, caller: Principal, use_case: str, version_id: UUID) -> RulesetVersion:
        """Raises: PermissionDenied, RulesetVersionNotFound."""
        caller.require(Permission.RULES_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            row = await self._found(tx, caller.environment_id, use_case, version_id)
            return await self._told(tx, caller.environment_id, row)

    async def activate(self, caller: Principal, use_case: str, version_id: UUID, reason: str) -> Ruleset:
        """Let a version decide from now on; every process follows within a second.

        Activating what is active already changes nothing and logs nothing.
        Raises: PermissionDenied, RulesetVersionNotFound, RulesetVersionRefused, RulesetNotApproved, RuleTestsFailing.
        """
        caller.require(Permission.RULES_ACTIVATE)
        environment_id = caller.environment_id
        async with self._database.transaction(environment_id) as tx:
            row = await self._found(tx, environment_id, use_case, version_id)
            state = await store.lock_state(tx, environment_id, use_case)
            if state is not None and state.active_version != version_id:
                version = await self._told(tx, environment_id, row)
                _check_vouched(version, required=await is_required(tx, environment_id, caller.mode))
                await test_cases.require_passing(tx, environment_id, use_case, version)
                await self._switches.activate(tx, environment_id, caller.id, reason, row=row, state=state)
            shown = await self._shown(tx, environment_id, use_case)
        self._active.forget(environment_id, use_case)
        return shown

    async def roll_back(self, caller: Principal, use_case: str, reason: str) -> Ruleset:
        """Let what decided before decide again, which was approved then; again goes further back, to the default in the end.

        Raises: PermissionDenied, UseCaseUnknown, NothingToRollBack.
        """
        caller.require(Permission.RULES_ACTIVATE)
        environment_id = caller.environment_id
        await self._facts.facts_of(environment_id, use_case)
        async with self._database.transaction(environment_id) as tx:
            state = await store.lock_state(tx, environment_id, use_case)
            await self._switches.return_from(
                tx, environment_id, caller.id, reason, kind="rollback", use_case=use_case, state=state
            )
            shown = await self._shown(tx, environment_id, use_case)
        self._active.forget(environment_id, use_case)
        return shown

    async def activations(
        self, caller: Principal, use_case: str, after: UUID | None, limit: int
    ) -> Page[Activation]:
        """List what decided since when, newest first. Raises: PermissionDenied, UseCaseUnknown."""
        caller.require(Permission.RULES_READ)
        await self._facts.facts_of(caller.environment_id, use_case)
        async with self._database.transaction(caller.environment_id) as tx:
            made = await activation_store.list_page(tx, caller.environment_id, use_case, after, limit + 1)
        return page_of(made, limit, lambda each: public(ACTIVATION_PREFIX, each.id))

    async def diff(
        self, caller: Principal, use_case: str, version_id: UUID, against: UUID | None
    ) -> RulesetDiff:
        """Tell what a version changes. against: another version; what decides now when None.

        Raises: PermissionDenied, RulesetVersionNotFound.
        """
        caller.require(Permission.RULES_READ)
        version = await self.version(caller, use_case, version_id)
        if against is None:
            return compared((await self.get(caller, use_case)).active, version)
        return compared(await self.version(caller, use_case, against), version)

    async def check(
        self,
        caller: Principal,
        use_case: str,
        draft: Draft | None,
        dry_runs: Sequence[Mapping[str, FactValue]] = (),
    ) -> Trial:
        """Try a draft, or what is active, on given facts and on the stored test cases; nothing is kept.

        Raises: PermissionDenied, UseCaseUnknown, RulesetRefused, RulesetTooSlow, FactsRefused, Overloaded.
        """
        caller.require(Permission.RULES_READ)
        schema = await self._facts.facts_of(caller.environment_id, use_case)
        if len(dry_runs) > DRY_RUNS_MAX:
            raise FactsRefused(f"At most {DRY_RUNS_MAX} sets of facts can be tried at once.")
        given = [nested(facts, schema) for facts in dry_runs]
        if draft is None:
            active = (await self.get(caller, use_case)).active
            draft = Draft(graph=active.graph, fallback=active.fallback, reason="a dry run")
        async with self._database.transaction(caller.environment_id) as tx:
            cases = await test_cases.current(tx, caller.environment_id, use_case)
        asked = [*given, *test_cases.facts_of(cases)]
        try:
            found = await self._assessor.assess(draft.graph, draft.fallback, schema, asked)
        except RulesetRefused as error:
            fields = [msgspec.structs.replace(field, field=f"draft.{field.field}") for field in error.fields]
            raise RulesetRefused(error.message, fields=fields) from error
        return Trial(
            outcomes=found.outcomes,
            facts=found.facts,
            cost_us=found.cost_us,
            results=found.results[: len(given)],
            test_cases=test_cases.judge(cases, found.results[len(given) :]),
            findings=found.findings,
        )

    async def _found(
        self, tx: Transaction, environment_id: UUID, use_case: str, version_id: UUID
    ) -> VersionRow:
        row = await store.find_version(tx, environment_id, use_case, version_id)
        if row is None:
            raise RulesetVersionNotFound("No such version of this ruleset.", internal=f"{version_id=}")
        return row

    async def _shown(self, tx: Transaction, environment_id: UUID, use_case: str) -> Ruleset:
        state = await store.find_state(tx, environment_id, use_case)
        if state is None or state.active_version is None:
            number = 0 if state is None else state.last_number
            active = shipped.version(use_case)
            return Ruleset(use_case=use_case, active=active, active_since=None, last_number=number)
        row = await self._found(tx, environment_id, use_case, state.active_version)
        return Ruleset(
            use_case=use_case,
            active=await self._told(tx, environment_id, row),
            active_since=state.active_since,
            last_number=state.last_number,
        )

    async def _told(self, tx: Transaction, environment_id: UUID, row: VersionRow) -> RulesetVersion:
        return (await lifecycle.told(tx, environment_id, row.use_case, [row]))[0]


def version_entry(clock: Clock, caller: Principal, row: VersionRow) -> intake.Entry:
    """What the ledger keeps of a new version."""
    return intake.Entry(
        typ="rule.version.v1",
        log=caller.environment_id,
        eid=uuid7(clock),
        at=clock.now(),
        act=caller.id,
        out=row.use_case,
        rules=row.digest,
        refs=(row.id,),
    )


def _check_vouched(version: RulesetVersion, *, required: bool) -> None:
    """Raises: RulesetVersionRefused, RulesetNotApproved."""
    approvers = lifecycle.approvers(version.approvals)
    if version.state is VersionState.REFUSED:
        raise RulesetVersionRefused("A member refused this version.")
    if required and not is_vouched(version.author_member, approvers):
        raise RulesetNotApproved(
            f"Version {version.number} waits for the approval of a second member.",
            fix=who_may(Permission.RULES_APPROVE, version.author_member, approvers),
        )
