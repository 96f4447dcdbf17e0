"""A release is activated, and rolled back: its version, its ruleset and its thresholds in one transaction, all or nothing.

The version is opened and run first, so that no request waits. In the process that is asked both parts answer from the same question
on; others read each of them again within a second, so that for that long one of the two may be seen there before the other.
"""

from uuid import UUID

import msgspec

from core.database import Transaction
from core.events import announce
from core.ids import public, uuid7
from core.json_values import JsonValue
from inference import deployment_store
from inference.deployment_changes import Active, Change
from inference.deployment_entities import Deploy
from inference.deployment_store import DeploymentRow
from inference.releases import store
from inference.releases.entities import (
    PREFIX,
    Release,
    ReleaseNotActive,
    ReleaseNotApproved,
    ReleaseOutdated,
    ReleaseRefused,
    ReleaseSuperseded,
    SwitchKind,
)
from inference.releases.parts import ReleaseParts, approvers, is_refused
from inference.releases.store import ReleaseRow, SwitchRow
from inference.routing import EVERYBODY
from rules import shipped
from tenants.approval_policy import is_required
from tenants.permissions import Permission
from tenants.principals import Principal
from tenants.second_members import is_vouched, who_may

SWITCHES = (Permission.MODELS_DEPLOY, Permission.RULES_ACTIVATE)
_ENTRIES: dict[SwitchKind, str] = {"activate": "release.activate.v1", "rollback": "release.rollback.v1"}
_EVENTS: dict[SwitchKind, str] = {"activate": "release.activated", "rollback": "release.rolled_back"}


class ReleaseSwitches:
    def __init__(self, parts: ReleaseParts) -> None:
        self._parts = parts

    async def activate(self, caller: Principal, release_id: UUID, reason: str) -> Release:
        """Let a release decide from now on. What is in force already is not switched to again.

        Raises: PermissionDenied, ReleaseNotFound, ReleaseRefused, ReleaseNotApproved, ReleaseOutdated, RuleTestsFailing,
        RulesetVersionRefused, RuntimeUnavailable.
        """
        caller.require_all(SWITCHES)
        parts, environment_id = self._parts, caller.environment_id
        row = await parts.find(caller, release_id)
        await parts.routes.prepare(environment_id, row.version_id)
        async with parts.database.transaction(environment_id) as tx:
            change = Change(tx, parts.clock, environment_id, caller.id)
            active = await change.begin(row.use_case, EVERYBODY)
            await self._check(tx, caller, row)
            before = await parts.in_force(tx, environment_id, row.use_case)
            if before.release_id != row.id:
                newest = await store.newest_switch(tx, environment_id, row.use_case)
                stands_on = newest.id if newest is not None and before.release_id is not None else None
                deployed = await _deploy(change, row, active) if before.version_id != row.version_id else None
                ruled = await parts.rules.activate(tx, caller, row.use_case, row.ruleset_version, reason)
                made = _Made(
                    kind="activate",
                    release_id=row.id,
                    previous_release_id=before.release_id,
                    stands_on=stands_on,
                    version_before=before.version_id,
                    ruleset_before=before.ruleset_version,
                    deployment_after=before.deployment_id if deployed is None else deployed.id,
                    model_changed=deployed is not None,
                    rules_changed=ruled,
                )
                await self._switched(tx, caller, row, made, reason)
            told = await parts.one(tx, environment_id, row)
            self._hold(environment_id, row.use_case)
        await self._seen(environment_id, row.use_case)
        return told

    async def roll_back(self, caller: Principal, release_id: UUID, reason: str) -> Release:
        """Let version, ruleset and thresholds of before decide again, together. Again, of the release before, goes further back.

        A part that returned by itself meanwhile (a guardrail, a ruleset that failed) stays where it is.
        Raises: PermissionDenied, ReleaseNotFound, ReleaseNotActive, ReleaseSuperseded, RuntimeUnavailable.
        """
        caller.require_all(SWITCHES)
        parts, environment_id = self._parts, caller.environment_id
        row = await parts.find(caller, release_id)
        async with parts.database.transaction(environment_id) as tx:
            switch = await self._present(tx, environment_id, row)
        await parts.routes.prepare(environment_id, switch.version_before)
        async with parts.database.transaction(environment_id) as tx:
            change = Change(tx, parts.clock, environment_id, caller.id)
            active = await change.begin(row.use_case, EVERYBODY)
            if (await self._present(tx, environment_id, row)).id != switch.id:
                raise ReleaseNotActive("Another release was switched to just now.")
            deployment_after = await self._return_model(tx, change, switch, active)
            await self._return_rules(tx, caller, switch, reason)
            below = None
            if switch.stands_on is not None:
                below = await store.find_switch(tx, environment_id, switch.stands_on)
            made = _Made(
                kind="rollback",
                release_id=None if below is None else below.release_id,
                previous_release_id=row.id,
                stands_on=None if below is None else below.stands_on,
                version_before=switch.version_before if below is None else below.version_before,
                ruleset_before=switch.ruleset_before if below is None else below.ruleset_before,
                deployment_after=deployment_after,
                model_changed=below is not None and below.model_changed,
                rules_changed=below is not None and below.rules_changed,
            )
            await self._switched(tx, caller, row, made, reason)
            told = await parts.one(tx, environment_id, row)
            self._hold(environment_id, row.use_case)
        await self._seen(environment_id, row.use_case)
        return told

    async def _check(self, tx: Transaction, caller: Principal, row: ReleaseRow) -> None:
        """Raises: ReleaseRefused, ReleaseNotApproved, ReleaseOutdated."""
        said = await store.said_of(tx, caller.environment_id, [row.id])
        if is_refused(said):
            raise ReleaseRefused("A member refused this release.")
        vouched = approvers(said)
        required = await is_required(tx, caller.environment_id, caller.mode)
        if required and not is_vouched(row.author_member, vouched):
            raise ReleaseNotApproved(
                f"Release {row.number} waits for the approval of a second member.",
                fix=who_may(Permission.RULES_APPROVE, row.author_member, vouched),
            )
        if row.ruleset_version is None and shipped.version(row.use_case).digest != row.rules_digest:
            raise ReleaseOutdated("The default ruleset is another one than when this release was made.")

    async def _present(self, tx: Transaction, environment_id: UUID, row: ReleaseRow) -> SwitchRow:
        """Return what switched to a release that no other took the place of. Raises: ReleaseNotActive."""
        found = await store.newest_switch(tx, environment_id, row.use_case)
        if found is None or found.release_id != row.id:
            raise ReleaseNotActive("This release does not decide.")
        return found

    async def _return_model(
        self, tx: Transaction, change: Change, switch: SwitchRow, active: Active
    ) -> UUID | None:
        """Put the version of before back. Returns: its deployment. Raises: ReleaseSuperseded."""
        champion = active.get("champion")
        starter = self._parts.registry.starters.row(change.environment_id, switch.use_case).id
        now = starter if champion is None else champion.version_id
        if (None if champion is None else champion.id) != switch.deployment_after:
            if now != switch.version_before:
                raise ReleaseSuperseded("Another version was deployed since.")
        elif switch.model_changed and champion is not None:
            before = None
            if champion.replaces is not None:
                before = await deployment_store.find(tx, change.environment_id, champion.replaces)
            champion = await change.roll_back(champion, before, active, "rolled_back")
            await change.log("model.rollback.v1", champion, None, switch.id)
        return None if champion is None else champion.id

    async def _return_rules(self, tx: Transaction, caller: Principal, switch: SwitchRow, reason: str) -> None:
        """Put the ruleset of before back. Raises: ReleaseSuperseded."""
        rules = self._parts.rules
        now = await rules.now(tx, caller.environment_id, switch.use_case, hold=True)
        if now.activation_id != switch.activation_after:
            if now.version_id != switch.ruleset_before:
                raise ReleaseSuperseded("Another version of the ruleset was activated since.")
        elif switch.rules_changed:
            await rules.roll_back(tx, caller, switch.use_case, reason)

    async def _switched(
        self, tx: Transaction, caller: Principal, row: ReleaseRow, made: "_Made", reason: str
    ) -> None:
        """Keep the switch, with its entry and its event."""
        parts, environment_id = self._parts, caller.environment_id
        newest = await store.newest_switch(tx, environment_id, row.use_case)
        rules = await parts.rules.now(tx, environment_id, row.use_case)
        switch = SwitchRow(
            id=uuid7(parts.clock),
            use_case=row.use_case,
            number=1 if newest is None else newest.number + 1,
            activation_after=rules.activation_id,
            actor=caller.id,
            reason=reason,
            switched_at=parts.clock.now(),
            **msgspec.structs.asdict(made),
        )
        await store.add_switch(tx, environment_id, switch)
        others = (made.previous_release_id if made.kind == "activate" else made.release_id,)
        refs = (switch.id, *(each for each in others if each is not None))
        await parts.log(tx, caller, _ENTRIES[made.kind], row, *refs)
        told: dict[str, JsonValue] = {"use_case": row.use_case, "number": row.number}
        subject = public(PREFIX, row.id)
        await announce(tx, parts.clock, environment_id, _EVENTS[made.kind], subject, told)

    def _hold(self, environment_id: UUID, use_case: str) -> None:
        """Let nobody in this process see one part before the other, once both are committed."""
        self._parts.active.hold(environment_id, use_case)
        self._parts.routes.hold(environment_id, use_case)

    async def _seen(self, environment_id: UUID, use_case: str) -> None:
        """Let this process answer by both parts from the same question on."""
        active = self._parts.active
        ruleset = await active.look_up(environment_id, use_case)
        await self._parts.routes.switch(
            environment_id, use_case, lambda: active.put(environment_id, use_case, ruleset)
        )


class _Made(msgspec.Struct, frozen=True, kw_only=True):
    """What of a switch is told by who makes it; the rest is the same for both kinds."""

    kind: SwitchKind
    release_id: UUID | None
    previous_release_id: UUID | None
    stands_on: UUID | None
    version_before: UUID
    ruleset_before: UUID | None
    deployment_after: UUID | None
    model_changed: bool
    rules_changed: bool


async def _deploy(change: Change, row: ReleaseRow, active: Active) -> DeploymentRow:
    """Make the version the champion of everybody; in the shadow it is no more."""
    shadow = active.get("shadow")
    promoted = shadow is not None and shadow.version_id == row.version_id
    if shadow is not None and promoted:
        await change.end(shadow, "promoted")
        del active["shadow"]
    wanted = change.row(row.use_case, row.version_id, Deploy(), "promoted" if promoted else "deployed")
    made = await change.succeed(wanted, active)
    await change.log("model.deploy.v1", made, row.model_digest)
    return made
