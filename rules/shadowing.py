"""The use cases of shadows: a version rules beside what decides, on live decisions, and what it would have changed is counted."""

import datetime as dt
from uuid import UUID

import msgspec

from core import intake
from core.clock import Clock
from core.database import Database, Transaction
from core.ids import uuid7
from rules import approval_store, lifecycle, shadow_store, store
from rules.active import ActiveRulesets
from rules.entities import RulesetVersion
from rules.errors import RulesetShadowNotFound, RulesetVersionNotFound, RulesetVersionRefused
from rules.store import StateRow, VersionRow
from tenants.permissions import Permission
from tenants.principals import Principal

HOURS_MAX = 168
"""Hours that are shown: a week."""
_INT64_MAX = 2**63 - 1


class ShadowChange(msgspec.Struct, frozen=True, kw_only=True):
    """Decisions that went one way and would have gone another, or the same.

    currency, amount_minor: of what was paid in them; None where no payment was decided about.
    """

    was: str
    would_be: str
    decisions: int
    currency: str | None
    amount_minor: int | None


class ShadowHour(msgspec.Struct, frozen=True, kw_only=True):
    hour: dt.datetime
    decisions: int
    changed: int
    failed: int


class RulesetShadow(msgspec.Struct, frozen=True, kw_only=True):
    """What a version in the shadow would have done. since: None when it is there no more.

    decisions: that it saw. changed: that it would have decided otherwise. failed: for which it had its fallback alone.
    hours: newest first, of the last week.
    """

    use_case: str
    version: RulesetVersion
    since: dt.datetime | None
    decisions: int
    changed: int
    failed: int
    changes: tuple[ShadowChange, ...]
    hours: tuple[ShadowHour, ...]


class RulesetShadows:
    def __init__(self, database: Database, clock: Clock, active: ActiveRulesets) -> None:
        self._database = database
        self._clock = clock
        self._active = active

    async def start(self, caller: Principal, use_case: str, version_id: UUID) -> RulesetShadow:
        """Let a version rule beside what decides; it takes the place of another. Again changes nothing.

        Raises: PermissionDenied, RulesetVersionNotFound, RulesetVersionRefused.
        """
        caller.require(Permission.RULES_WRITE)
        async with self._database.transaction(caller.environment_id) as tx:
            row = await _found(tx, caller.environment_id, use_case, version_id)
            await begin(tx, self._clock, caller, row)
            shown = await self._shown(tx, caller.environment_id, use_case, row)
        self._active.forget(caller.environment_id, use_case)
        return shown

    async def stop(self, caller: Principal, use_case: str) -> RulesetShadow:
        """Take what is in the shadow out of it; its counts stay. Raises: PermissionDenied, RulesetShadowNotFound."""
        caller.require(Permission.RULES_WRITE)
        async with self._database.transaction(caller.environment_id) as tx:
            state = await store.lock_state(tx, caller.environment_id, use_case)
            row = await _shadow(tx, caller.environment_id, use_case, state)
            await end(tx, self._clock, caller, row)
            shown = await self._shown(tx, caller.environment_id, use_case, row)
        self._active.forget(caller.environment_id, use_case)
        return shown

    async def get(self, caller: Principal, use_case: str, version_id: UUID | None) -> RulesetShadow:
        """Show what a version would have changed. version_id: None for what is in the shadow now.

        Raises: PermissionDenied, RulesetShadowNotFound, RulesetVersionNotFound.
        """
        caller.require(Permission.RULES_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            if version_id is None:
                state = await store.find_state(tx, caller.environment_id, use_case)
                row = await _shadow(tx, caller.environment_id, use_case, state)
            else:
                row = await _found(tx, caller.environment_id, use_case, version_id)
            return await self._shown(tx, caller.environment_id, use_case, row)

    async def _shown(
        self, tx: Transaction, environment_id: UUID, use_case: str, row: VersionRow
    ) -> RulesetShadow:
        state = await store.find_state(tx, environment_id, use_case)
        changes = await shadow_store.changes(tx, environment_id, row.id)
        hours = await shadow_store.hours(tx, environment_id, row.id, HOURS_MAX)
        return RulesetShadow(
            use_case=use_case,
            version=(await lifecycle.told(tx, environment_id, use_case, [row]))[0],
            since=state.shadow_since if state is not None and state.shadow_version == row.id else None,
            decisions=sum(each.decisions for each in changes),
            changed=sum(each.decisions for each in changes if each.was != each.would_be),
            failed=sum(each.failed for each in changes),
            changes=tuple(_change(each) for each in changes),
            hours=tuple(msgspec.convert(each, ShadowHour, from_attributes=True) for each in hours),
        )


async def begin(tx: Transaction, clock: Clock, caller: Principal, row: VersionRow) -> None:
    """Put a version into the shadow, in its caller's transaction. Raises: RulesetVersionRefused."""
    state = await store.lock_state(tx, caller.environment_id, row.use_case)
    if lifecycle.is_refused(await approval_store.of_versions(tx, caller.environment_id, [row.id])):
        raise RulesetVersionRefused("A member refused this version.")
    if state is None or row.id in {state.shadow_version, state.active_version}:
        return
    await shadow_store.put(tx, caller.environment_id, row.use_case, row.id, clock.now())
    replaced = () if state.shadow_version is None else (state.shadow_version,)
    await intake.append(tx, _entry(clock, caller, "rule.shadow.v1", row, *replaced))


async def end(tx: Transaction, clock: Clock, caller: Principal, row: VersionRow) -> None:
    """Take a version out of the shadow, in its caller's transaction."""
    await shadow_store.put(tx, caller.environment_id, row.use_case, None, None)
    await intake.append(tx, _entry(clock, caller, "rule.shadow_end.v1", row))


async def _shadow(tx: Transaction, environment_id: UUID, use_case: str, state: StateRow | None) -> VersionRow:
    if state is None or state.shadow_version is None:
        raise RulesetShadowNotFound("No version of this ruleset is in the shadow.")
    return await _found(tx, environment_id, use_case, state.shadow_version)


async def _found(tx: Transaction, environment_id: UUID, use_case: str, version_id: UUID) -> VersionRow:
    row = await store.find_version(tx, environment_id, use_case, version_id)
    if row is None:
        raise RulesetVersionNotFound("No such version of this ruleset.", internal=f"{version_id=}")
    return row


def _change(row: shadow_store.ChangeRow) -> ShadowChange:
    return ShadowChange(
        was=row.was,
        would_be=row.would_be,
        decisions=row.decisions,
        currency=row.currency or None,
        amount_minor=min(int(row.amount_minor), _INT64_MAX) if row.currency else None,
    )


def _entry(clock: Clock, caller: Principal, typ: str, row: VersionRow, *refs: UUID) -> intake.Entry:
    return intake.Entry(
        typ=typ,
        log=caller.environment_id,
        eid=uuid7(clock),
        at=clock.now(),
        act=caller.id,
        out=row.use_case,
        rules=row.digest,
        refs=(row.id, *refs),
    )
