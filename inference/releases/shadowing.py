"""A release in the shadow: its version scores and its ruleset rules beside what decides, begun together and read in one call.

The version's scores are ruled by the release's own ruleset, so its comparison is of what both do together; the ruleset rules on
the scores of the version that answers too, which shows what it changes by itself.
"""

from uuid import UUID

import msgspec

from core.database import Transaction
from core.errors import ErrorKind, PlatformError
from inference import deployment_store
from inference.deployment_changes import Active, Change
from inference.deployment_entities import Deploy
from inference.deployments import require_inputs
from inference.experiments import Experiments
from inference.releases import store
from inference.releases.entities import ReleaseRefused, ReleaseShadow, ReleaseShadowNotFound
from inference.releases.parts import ReleaseParts, is_refused
from inference.releases.store import ReleaseRow
from inference.routing import EVERYBODY
from rules.shadowing import RulesetShadows
from tenants.permissions import Permission
from tenants.principals import Principal


class ReleaseDecides(PlatformError):
    """Nothing of it is left to be tried beside what decides."""

    kind = ErrorKind.PRECONDITION
    code = "release_decides"
    fix = "A release is tried where its version or its own ruleset does not decide yet; activate this one."


class ReleaseShadows:
    def __init__(self, parts: ReleaseParts, experiments: Experiments, rulesets: RulesetShadows) -> None:
        self._parts = parts
        self._experiments = experiments
        self._rulesets = rulesets

    async def start(self, caller: Principal, release_id: UUID) -> ReleaseShadow:
        """Put both parts into the shadow together, those that do not decide already; others there make room. Again changes nothing.

        Raises: PermissionDenied, ReleaseNotFound, ReleaseRefused, ReleaseDecides, InputsDiffer, RuntimeUnavailable.
        """
        caller.require_all((Permission.MODELS_DEPLOY, Permission.RULES_WRITE))
        parts, environment_id = self._parts, caller.environment_id
        row = await parts.find(caller, release_id)
        _, loaded = await parts.routes.prepare(environment_id, row.version_id)
        answering = (await parts.routes.get(environment_id, row.use_case)).everybody.champion
        if answering.version_id != row.version_id:
            require_inputs(answering.version.manifest, loaded.manifest)
        async with parts.database.transaction(environment_id) as tx:
            change = Change(tx, parts.clock, environment_id, caller.id)
            active = await change.begin(row.use_case, EVERYBODY)
            if is_refused(await store.said_of(tx, environment_id, [row.id])):
                raise ReleaseRefused("A member refused this release.")
            now = await parts.rules.now(tx, environment_id, row.use_case, hold=True)
            deployment_id = await self._score(change, row, active)
            rules = row.ruleset_version is not None and now.version_id != row.ruleset_version
            if deployment_id is None and not rules:
                raise ReleaseDecides(
                    "Its version decides already, and so does its ruleset, or it is the default."
                )
            if row.ruleset_version is not None and rules:
                await parts.rules.begin_shadow(tx, caller, row.use_case, row.ruleset_version)
            known = (await store.shadows(tx, environment_id, [row.id])).get(row.id)
            same = known is not None and (known.deployment_id, known.rules) == (deployment_id, rules)
            if not same or now.shadow_version != (row.ruleset_version if rules else now.shadow_version):
                await store.begin_shadow(
                    tx, environment_id, row.id, deployment_id, rules=rules, at=parts.clock.now()
                )
                await parts.log(tx, caller, "release.shadow.v1", row)
        await self.seen(environment_id, row.use_case)
        return await self.get(caller, release_id)

    async def stop(self, caller: Principal, release_id: UUID) -> ReleaseShadow:
        """Take out of the shadow what is there of a release; what was counted stays.

        Raises: PermissionDenied, ReleaseNotFound, ReleaseShadowNotFound.
        """
        caller.require_all((Permission.MODELS_DEPLOY, Permission.RULES_WRITE))
        row = await self._parts.find(caller, release_id)
        async with self._parts.database.transaction(caller.environment_id) as tx:
            await deployment_store.lock(tx, caller.environment_id, row.use_case)
            if not await self.end(tx, caller, row):
                raise ReleaseShadowNotFound("This release is not in the shadow.")
        await self.seen(caller.environment_id, row.use_case)
        return await self.get(caller, release_id)

    async def get(self, caller: Principal, release_id: UUID) -> ReleaseShadow:
        """Show what both parts would have done, now or while they were there.

        Raises: PermissionDenied, ReleaseNotFound, ReleaseShadowNotFound.
        """
        caller.require_all((Permission.MODELS_READ, Permission.RULES_READ))
        parts, environment_id = self._parts, caller.environment_id
        async with parts.database.transaction(environment_id) as tx:
            row = await parts.row(tx, environment_id, release_id)
            begun = (await store.shadows(tx, environment_id, [row.id])).get(row.id)
            told = await parts.one(tx, environment_id, row)
        if begun is None:
            raise ReleaseShadowNotFound("This release never was in the shadow.")
        scored = (
            None
            if begun.deployment_id is None
            else await self._experiments.compare(caller, begun.deployment_id)
        )
        ruled = (
            await self._rulesets.get(caller, row.use_case, row.ruleset_version)
            if begun.rules and row.ruleset_version is not None
            else None
        )
        return ReleaseShadow(release=told, since=begun.since, model=scored, rules=ruled)

    async def end(self, tx: Transaction, caller: Principal, row: ReleaseRow) -> bool:
        """Take what is there out of the shadow, in its caller's transaction. Says whether anything was."""
        parts, environment_id = self._parts, caller.environment_id
        begun = (await store.shadows(tx, environment_id, [row.id])).get(row.id)
        if begun is None:
            return False
        change = Change(tx, parts.clock, environment_id, caller.id)
        scoring = (await change.begin(row.use_case, EVERYBODY)).get("shadow")
        scored = scoring is not None and scoring.id == begun.deployment_id
        if scoring is not None and scored:
            await change.log("model.end.v1", await change.end(scoring, "ended"), None)
        now = await parts.rules.now(tx, environment_id, row.use_case, hold=True)
        ruled = begun.rules and row.ruleset_version is not None and now.shadow_version == row.ruleset_version
        if row.ruleset_version is not None and ruled:
            await parts.rules.end_shadow(tx, caller, row.use_case, row.ruleset_version)
        if scored or ruled:
            await parts.log(tx, caller, "release.shadow_end.v1", row)
        return scored or ruled

    async def seen(self, environment_id: UUID, use_case: str) -> None:
        """Let this process see at once what is in the shadow."""
        self._parts.active.forget(environment_id, use_case)
        await self._parts.routes.switch(environment_id, use_case)

    async def _score(self, change: Change, row: ReleaseRow, active: Active) -> UUID | None:
        """Let the version score in the shadow, unless it decides. Returns: its deployment."""
        champion, shadow = active.get("champion"), active.get("shadow")
        starter = self._parts.registry.starters.row(change.environment_id, row.use_case).id
        if row.version_id == (starter if champion is None else champion.version_id):
            return None
        parts = (row.version_id, row.ruleset_version)
        if shadow is not None and (shadow.version_id, shadow.ruleset_version) == parts:
            return shadow.id
        made = msgspec.structs.replace(
            change.row(row.use_case, row.version_id, Deploy(role="shadow")),
            ruleset_version=row.ruleset_version,
        )
        await change.join(made, active)
        await change.log("model.deploy.v1", made, row.model_digest)
        return made.id
