"""Which version answers each use case of an environment. Without a deployment of its own it is the starter's."""

from datetime import datetime
from uuid import UUID

import msgspec

from core import intake
from core.clock import Clock
from core.database import Database
from core.fresh import Fresh
from core.ids import public, uuid7
from core.pages import Page, page_of
from inference import catalogue, starters, version_store
from inference.artefacts import LoadedVersion
from inference.catalogue import UseCase
from inference.inputs import InputEncoder
from inference.reasons import Wording
from inference.registry import Registry
from inference.version_store import DeploymentRow
from tenants.permissions import Permission
from tenants.principals import Principal


class Deployment(msgspec.Struct, frozen=True, kw_only=True):
    """From when, until when, and by whom a version answers a use case."""

    id: UUID
    use_case: str
    version_id: UUID
    created_at: datetime
    created_by: str
    retired_at: datetime | None


class Deployed(msgspec.Struct, frozen=True):
    """What answers now: the version's id, its opened artefact, the words for its reasons, the reader of its columns."""

    version_id: UUID
    version: LoadedVersion
    wording: Wording
    inputs: InputEncoder


def deployed_of(use_case: UseCase, version_id: UUID, version: LoadedVersion) -> Deployed:
    manifest = version.manifest
    return Deployed(version_id, version, Wording(use_case, manifest), InputEncoder(manifest.columns))


class Deployments:
    def __init__(self, database: Database, registry: Registry, clock: Clock) -> None:
        self._database = database
        self._registry = registry
        self._clock = clock
        self._active: Fresh[tuple[UUID, str], Deployed] = Fresh(self._look_up)

    async def deploy(self, caller: Principal, use_case: str, version_id: UUID) -> Deployment:
        """Let a version answer a use case from now on; every process follows within a second.

        Raises: PermissionDenied, UseCaseUnknown, VersionNotFound.
        """
        caller.require(Permission.MODELS_DEPLOY)
        catalogue.get(use_case)
        version, _ = await self._registry.find(caller.environment_id, version_id)
        if version.use_case != use_case:
            raise catalogue.UseCaseMismatch(f"This version answers {version.use_case}, not {use_case}.")
        row = DeploymentRow(
            environment_id=caller.environment_id,
            id=uuid7(self._clock),
            use_case=use_case,
            version_id=version_id,
            created_at=self._clock.now(),
            created_by=caller.id,
        )
        entry = intake.Entry(
            typ="model.deploy.v1", log=row.environment_id, eid=uuid7(self._clock), at=row.created_at,
            act=caller.id, out=use_case, model=version.digest, refs=(row.id, version_id),
        )  # fmt: skip
        async with self._database.transaction(caller.environment_id) as tx:
            await version_store.replace_deployment(tx, row)
            await intake.append(tx, entry)
        self._active.forget((caller.environment_id, use_case))
        return _view(row)

    async def list(
        self, caller: Principal, use_case: str | None, after: UUID | None, limit: int
    ) -> Page[Deployment]:
        """Newest first."""
        caller.require(Permission.MODELS_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            rows = await version_store.list_deployments(tx, caller.environment_id, use_case, after, limit + 1)
        return page_of([_view(row) for row in rows], limit, lambda view: public("dep", view.id))

    async def active(self, environment_id: UUID, use_case: str) -> Deployed:
        """Return what answers now. Raises: UseCaseUnknown."""
        return await self._active.get((environment_id, use_case))

    def find_active(self, environment_id: UUID, use_case: str) -> Deployed | None:
        """Return what answers now, if that is known without waiting."""
        return self._active.find((environment_id, use_case))

    async def _look_up(self, key: tuple[UUID, str]) -> Deployed:
        environment_id, name = key
        use_case = catalogue.get(name)
        async with self._database.transaction(environment_id) as tx:
            row = await version_store.find_active(tx, environment_id, name)
        version_id = starters.row(environment_id, name).id if row is None else row.version_id
        version, loaded = await self._registry.find_to_decide(environment_id, version_id)
        return deployed_of(use_case, version.id, loaded)


def _view(row: DeploymentRow) -> Deployment:
    return Deployment(
        id=row.id,
        use_case=row.use_case,
        version_id=row.version_id,
        created_at=row.created_at,
        created_by=row.created_by,
        retired_at=row.retired_at,
    )
