"""The use cases of rulesets: show, push a version, try one out, activate one."""

from collections.abc import Mapping, Sequence
from typing import Protocol
from uuid import UUID

import msgspec

from core import intake
from core.clock import Clock
from core.database import Database, Transaction
from core.ids import public, uuid7
from core.pages import Page, page_of
from rules import shipped, store, test_cases
from rules.active import ActiveRulesets
from rules.assessment import DRY_RUNS_MAX, Assessor
from rules.entities import Draft, Ruleset, RulesetVersion, Trial
from rules.errors import FactsRefused, RulesetRefused, RulesetVersionNotFound
from rules.evaluation import digest_of_text
from rules.facts import FactSchema, FactValue, nested
from rules.store import ActivationRow, VersionRow
from tenants.permissions import Permission
from tenants.principals import Principal

PREFIX = "rsv"


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

        What equals the latest version is that version: nothing is added and nothing is logged.
        Raises: PermissionDenied, UseCaseUnknown, RulesetRefused, RulesetTooSlow, Overloaded.
        """
        caller.require(Permission.RULES_WRITE)
        schema = await self._facts.facts_of(caller.environment_id, use_case)
        found = await self._assessor.assess(draft.graph, draft.fallback, schema)
        digest = digest_of_text(found.canonical, draft.fallback)
        async with self._database.transaction(caller.environment_id) as tx:
            latest = await store.find_latest(tx, caller.environment_id, use_case)
            if (
                latest is not None
                and latest.digest == digest
                and await self._facts.is_current(tx, caller.environment_id, latest.id)
            ):
                return _version(latest)
            row = VersionRow(
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
            )
            await store.add_version(tx, caller.environment_id, row)
            await self._facts.pin(tx, caller.environment_id, row.id, row.facts)
            await intake.append(tx, self._entry(caller, "rule.version.v1", row, row.id))
        return _version(row)

    async def list(
        self, caller: Principal, use_case: str, after: UUID | None, limit: int
    ) -> Page[RulesetVersion]:
        """List versions, newest first; the default is not among them. Raises: PermissionDenied, UseCaseUnknown."""
        caller.require(Permission.RULES_READ)
        await self._facts.facts_of(caller.environment_id, use_case)
        async with self._database.transaction(caller.environment_id) as tx:
            rows = await store.list_versions(tx, caller.environment_id, use_case, after, limit + 1)
        page = page_of([*rows], limit, lambda row: public(PREFIX, row.id))
        return Page([_version(row) for row in page.data], page.has_more, page.next_after)

    async def version(self, caller: Principal, use_case: str, version_id: UUID) -> RulesetVersion:
        """Raises: PermissionDenied, RulesetVersionNotFound."""
        caller.require(Permission.RULES_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            return _version(await self._found(tx, caller.environment_id, use_case, version_id))

    async def activate(self, caller: Principal, use_case: str, version_id: UUID, reason: str) -> Ruleset:
        """Let a version decide from now on; every process follows within a second. To roll back, activate the one before.

        Activating what is active already changes nothing and logs nothing.
        Raises: PermissionDenied, RulesetVersionNotFound.
        """
        caller.require(Permission.RULES_ACTIVATE)
        async with self._database.transaction(caller.environment_id) as tx:
            row = await self._found(tx, caller.environment_id, use_case, version_id)
            previous = await store.lock_active_id(tx, caller.environment_id, use_case)
            if previous != version_id:
                activation = ActivationRow(
                    id=uuid7(self._clock),
                    use_case=use_case,
                    version_id=version_id,
                    previous_version_id=previous,
                    actor=caller.id,
                    reason=reason,
                    activated_at=self._clock.now(),
                )
                await store.activate(tx, caller.environment_id, activation)
                refs = (activation.id, version_id, *(() if previous is None else (previous,)))
                await intake.append(tx, self._entry(caller, "rule.activate.v1", row, *refs))
            shown = await self._shown(tx, caller.environment_id, use_case)
        self._active.forget(caller.environment_id, use_case)
        return shown

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
            active=_version(row),
            active_since=state.active_since,
            last_number=state.last_number,
        )

    def _entry(self, caller: Principal, typ: str, row: VersionRow, *refs: UUID) -> intake.Entry:
        return intake.Entry(
            typ=typ,
            log=caller.environment_id,
            eid=uuid7(self._clock),
            at=self._clock.now(),
            act=caller.id,
            out=row.use_case,
            rules=row.digest,
            refs=refs,
        )


def _version(row: VersionRow) -> RulesetVersion:
    fields = msgspec.structs.asdict(row)
    fields |= {
        "graph": msgspec.json.decode(row.graph),
        "outcomes": tuple(row.outcomes),
        "facts": tuple(row.facts),
    }
    return RulesetVersion(**fields)
