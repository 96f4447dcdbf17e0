"""Which versions answer each use case of an environment: deployed, tried on a share, shadowed, promoted, rolled back, ended.

Of each use case and segment there is one champion, at most one challenger and at most one shadow. Without a champion of
its own a use case is answered by the starter, and a segment by whatever answers everybody.
"""

from uuid import UUID

from core.clock import Clock
from core.database import Database
from core.errors import FieldError, InvalidRequest
from core.ids import public
from core.pages import Page, page_of
from inference import catalogue, deployment_changes, deployment_store
from inference.deployment_changes import Change, require_active, version_before
from inference.deployment_entities import (
    ChampionNeeded,
    Deploy,
    Deployment,
    InputsDiffer,
    NotAChampion,
    deployment_of,
    guardrails_of,
)
from inference.deployment_store import DeploymentRow
from inference.manifest import Manifest
from inference.mixed_columns import conflicts
from inference.registry import Registry
from inference.routes import Routes
from inference.routing import EVERYBODY, Deployed, Role, deployed_of
from tenants.permissions import Permission
from tenants.principals import Principal

__all__ = ["Deployed", "Deployment", "Deployments", "deployed_of"]


class Deployments:
    def __init__(self, database: Database, registry: Registry, clock: Clock) -> None:
        self.routes = Routes(database, registry)
        self._database = database
        self._clock = clock

    async def deploy(
        self, caller: Principal, use_case: str, version_id: UUID, wanted: Deploy | None = None
    ) -> Deployment:
        """Let a version answer a use case, or a share of it, or score it in the shadow.

        It is opened and run before anything changes; other processes follow within a second, each once it is warm there.
        A champion takes the place of the one before and ends the challenger, whose comparison it would falsify; a shadow
        takes the place of a shadow.
        Raises: PermissionDenied, UseCaseUnknown, VersionNotFound, UseCaseMismatch, RuntimeUnavailable, InvalidRequest,
        InputsDiffer, ChallengerRunning, ChampionNeeded.
        """
        caller.require(Permission.MODELS_DEPLOY)
        asked = wanted or Deploy()
        digest = await self._check(caller, use_case, version_id, asked)
        async with self._database.transaction(caller.environment_id) as tx:
            change = Change(tx, self._clock, caller.environment_id, caller.id)
            active = await change.begin(use_case, asked.segment or EVERYBODY)
            row = change.row(use_case, version_id, asked)
            if row.role == "champion":
                row = await change.succeed(row, active)
            else:
                await change.join(row, active)
            await change.log("model.deploy.v1", row, digest)
        await self.routes.switch(caller.environment_id, use_case)
        return deployment_of(row)

    async def get(self, caller: Principal, deployment_id: UUID) -> Deployment:
        """Raises: PermissionDenied, DeploymentNotFound."""
        caller.require(Permission.MODELS_READ)
        return deployment_of(await self._find(caller, deployment_id))

    async def list(
        self,
        caller: Principal,
        use_case: str | None,
        after: UUID | None,
        limit: int,
        *,
        role: Role | None = None,
        segment: str | None = None,
    ) -> Page[Deployment]:
        """Newest first."""
        caller.require(Permission.MODELS_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            rows = await deployment_store.list_page(
                tx, caller.environment_id, use_case=use_case, role=role, segment=segment, after=after,
                limit=limit + 1,
            )  # fmt: skip
        return page_of([deployment_of(row) for row in rows], limit, lambda view: public("dep", view.id))

    async def promote(self, caller: Principal, deployment_id: UUID) -> Deployment:
        """Make a challenger or a shadow the champion of its segment. Returns: the new champion.

        Raises: PermissionDenied, DeploymentNotFound, DeploymentEnded, RuntimeUnavailable.
        """
        caller.require(Permission.MODELS_DEPLOY)
        found = await self._find(caller, deployment_id)
        if found.role == "champion":
            raise InvalidRequest("This deployment is a champion already.")
        version, _ = await self.routes.prepare(caller.environment_id, found.version_id)
        async with self._database.transaction(caller.environment_id) as tx:
            change = Change(tx, self._clock, caller.environment_id, caller.id)
            active = await change.begin(found.use_case, found.segment)
            await change.end(require_active(found, active), "promoted")
            del active[found.role]
            limits = guardrails_of(found) if found.role == "challenger" else None
            wanted = Deploy(segment=found.segment or None, guardrails=limits)
            row = change.row(found.use_case, found.version_id, wanted, "promoted")
            row = await change.succeed(row, active)
            await change.log("model.promote.v1", row, version.digest, found.id)
        await self.routes.switch(caller.environment_id, found.use_case)
        return deployment_of(row)

    async def rollback(self, caller: Principal, deployment_id: UUID) -> Deployment:
        """Put the champion before this one back in its place, in one step. Returns: what answers now.

        Rolled back again, the one before that answers, down to the starter. A segment without a champion before goes with
        everybody again; then what is returned is the deployment that ended.
        Raises: PermissionDenied, DeploymentNotFound, DeploymentEnded, NotAChampion, RuntimeUnavailable.
        """
        caller.require(Permission.MODELS_DEPLOY)
        found = await self._find(caller, deployment_id)
        if found.role != "champion":
            raise NotAChampion("Only a champion is rolled back; a challenger or a shadow is ended.")
        before = None if found.replaces is None else await self._find(caller, found.replaces)
        version, _ = await self.routes.prepare(caller.environment_id, version_before(found, before))
        async with self._database.transaction(caller.environment_id) as tx:
            change = Change(tx, self._clock, caller.environment_id, caller.id)
            active = await change.begin(found.use_case, found.segment)
            require_active(found, active)
            row = await change.roll_back(found, before, active, "rolled_back")
            await change.log("model.rollback.v1", row, version.digest, found.id)
        await self.routes.switch(caller.environment_id, found.use_case)
        return deployment_of(row)

    async def end(self, caller: Principal, deployment_id: UUID) -> Deployment:
        """End a challenger, a shadow, or the champion of a segment, which then goes with everybody.

        Raises: PermissionDenied, DeploymentNotFound, DeploymentEnded, ChampionNeeded for the champion of everybody.
        """
        caller.require(Permission.MODELS_DEPLOY)
        found = await self._find(caller, deployment_id)
        if found.role == "champion" and found.segment == EVERYBODY:
            raise ChampionNeeded("Something must answer everybody.")
        async with self._database.transaction(caller.environment_id) as tx:
            change = Change(tx, self._clock, caller.environment_id, caller.id)
            active = await change.begin(found.use_case, found.segment)
            require_active(found, active)
            if found.role == "champion":
                for role in ("challenger", "shadow"):
                    if role in active:
                        await change.end(active[role], "champion_replaced")
            row = await change.end(found, "ended")
            await change.log("model.end.v1", row, None)
        await self.routes.switch(caller.environment_id, found.use_case)
        return deployment_of(row)

    async def active(self, environment_id: UUID, use_case: str) -> Deployed:
        """Return the champion of everybody. Raises: UseCaseUnknown."""
        return (await self.routes.get(environment_id, use_case)).everybody.champion

    def find_active(self, environment_id: UUID, use_case: str) -> Deployed | None:
        """Return the champion of everybody, if that is known without waiting."""
        routing = self.routes.find(environment_id, use_case)
        return None if routing is None else routing.everybody.champion

    async def _find(self, caller: Principal, deployment_id: UUID) -> DeploymentRow:
        async with self._database.transaction(caller.environment_id) as tx:
            return await deployment_changes.get(tx, caller.environment_id, deployment_id)

    async def _check(self, caller: Principal, use_case: str, version_id: UUID, asked: Deploy) -> bytes:
        """Open and run the version, and see that it can take what is asked. Returns: its digest."""
        catalogue.get(use_case)
        if asked.role == "champion" and asked.share_percent not in {None, 100}:
            refused = FieldError("share_percent", "A champion has all that is left.", "Leave it out.")
            raise InvalidRequest("A champion has no share of its own.", fields=[refused])
        if asked.role == "shadow" and asked.guardrails is not None:
            refused = FieldError("guardrails", "They end what decides.", "Leave them out.")
            raise InvalidRequest(
                "A shadow has no guardrails: nothing that it says decides.", fields=[refused]
            )
        version, loaded = await self.routes.prepare(caller.environment_id, version_id)
        if version.use_case != use_case:
            raise catalogue.UseCaseMismatch(f"This version answers {version.use_case}, not {use_case}.")
        if asked.role != "champion":
            routing = await self.routes.get(caller.environment_id, use_case)
            require_inputs(routing.lane(asked.segment).champion.version.manifest, loaded.manifest)
        return version.digest


def require_inputs(champion: Manifest, candidate: Manifest) -> None:
    """See that one request can be read by both. Raises: InputsDiffer."""
    if champion.inputs != candidate.inputs:
        raise InputsDiffer(f"The champion scores {_what(champion)}, this version {_what(candidate)}.")
    differing = conflicts(champion, candidate)
    if differing:
        raise InputsDiffer(
            f"The champion takes `{differing[0]}` as another kind of column than this version."
        )


def _what(manifest: Manifest) -> str:
    return "columns of your own" if manifest.inputs == "columns" else "payments and state"
