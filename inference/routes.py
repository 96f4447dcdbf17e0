"""What answers now, for the decision path: looked up about once a second, and switched only to what is open and warm.

A version that this process has not run yet is opened and run off the event loop first, while those that answer go on; then one
assignment switches. So a swap costs no request anything, wherever it was asked for.
"""

import asyncio
import collections
import dataclasses
import logging
import weakref
from collections.abc import Callable, Sequence
from uuid import UUID

from core.database import Database
from core.errors import DatabaseUnavailable, PlatformError
from core.fresh import Fresh
from inference import catalogue, deployment_store
from inference.artefacts import LoadedVersion
from inference.class_reasons import ClassReasons
from inference.deployment_store import DeploymentRow
from inference.fact_reasons import FactReasons
from inference.reasons import Wording
from inference.registry import Registry
from inference.routing import EVERYBODY, Deployed, Lane, Reader, Role, Routing, Share, deployed_of
from inference.swap_times import SwapTimes
from inference.version_store import VersionRow
from inference.warming import warm

Key = tuple[UUID, str]
_Reading = tuple[Wording, Reader, tuple[str, ...], ClassReasons | FactReasons | None]

READY_MAX = 1_000
IDLE_S = 900.0
"""How long a version that answers nothing stays open, so that a rollback finds it warm."""

_log = logging.getLogger(__name__)


class Routes:
    def __init__(self, database: Database, registry: Registry) -> None:
        self.times = SwapTimes()
        self._database = database
        self._registry = registry
        self._known: Fresh[Key, Routing] = Fresh(self._look_up)
        self._ready: collections.OrderedDict[tuple[UUID, UUID], None] = collections.OrderedDict()
        self._preparing: dict[Key, asyncio.Task[None]] = {}
        # Made once for each opened version, not at each look-up: they speak its languages and read its columns.
        self._readings: weakref.WeakKeyDictionary[LoadedVersion, _Reading] = weakref.WeakKeyDictionary()

    def find(self, environment_id: UUID, use_case: str) -> Routing | None:
        """Return what answers now, if that is known without waiting."""
        return self._known.find((environment_id, use_case))

    async def get(self, environment_id: UUID, use_case: str) -> Routing:
        """Return what answers now. Raises: UseCaseUnknown."""
        return await self._known.get((environment_id, use_case))

    async def prepare(self, environment_id: UUID, version_id: UUID) -> tuple[VersionRow, LoadedVersion]:
        """Open a version and run it, off the event loop, before anything depends on it.

        Raises: VersionNotFound, ArtefactInvalid, ModelNotServed, ModelMismatch, RuntimeUnavailable.
        """
        with self.times.running():
            row, loaded = await self._registry.find(environment_id, version_id)
            await asyncio.to_thread(warm, loaded)
        if loaded.remote is not None:
            await loaded.remote.check()
        self._mark(environment_id, version_id)
        return row, loaded

    def hold(self, environment_id: UUID, use_case: str) -> None:
        """Let what is known answer until the switch, a moment from now."""
        self._known.hold((environment_id, use_case))

    async def switch(
        self, environment_id: UUID, use_case: str, together: Callable[[], None] | None = None
    ) -> None:
        """Take up what was committed just now; requests go on with what was until it can answer.

        together: what is to be seen from the same question on.
        """
        key = (environment_id, use_case)
        with self.times.running():
            routing = await self._build(key, await self._rows(key))
            self._known.put(key, routing)
            if together is not None:
                together()
        self.times.swaps += 1
        await self._registry.release_idle(IDLE_S)

    async def _look_up(self, key: Key) -> Routing:
        rows = await self._rows(key)
        serving = self._known.last(key)
        if serving is not None and not self._all_ready(key[0], rows, serving):
            self._prepare_all(key, rows)
            return serving
        return await self._build(key, rows)

    async def _rows(self, key: Key) -> list[DeploymentRow]:
        catalogue.get(key[1])
        async with self._database.transaction(key[0]) as tx:
            return await deployment_store.list_active(tx, *key)

    def _all_ready(self, environment_id: UUID, rows: Sequence[DeploymentRow], serving: Routing) -> bool:
        return all(
            row.version_id in serving.version_ids or (environment_id, row.version_id) in self._ready
            for row in rows
        )

    def _prepare_all(self, key: Key, rows: Sequence[DeploymentRow]) -> None:
        if key in self._preparing:
            return
        task = asyncio.get_running_loop().create_task(self._prepare_then_switch(key, rows))
        self._preparing[key] = task
        task.add_done_callback(lambda _task: self._preparing.pop(key, None))

    async def _prepare_then_switch(self, key: Key, rows: Sequence[DeploymentRow]) -> None:
        try:
            for row in rows:
                await self._prepare_anyhow(key[0], row.version_id)
            await self.switch(*key)
        except PlatformError as error:  # the next look-up tries again
            _log.warning("Deployments could not be taken up.", extra={"code": error.code})

    async def _prepare_anyhow(self, environment_id: UUID, version_id: UUID) -> None:
        """What is deployed answers, opened or not: without its files its decisions are degraded ones."""
        try:
            await self.prepare(environment_id, version_id)
        except DatabaseUnavailable:
            raise
        except PlatformError as error:
            _log.warning("A version could not be warmed.", extra={"code": error.code})
            self._mark(environment_id, version_id)

    async def _build(self, key: Key, rows: Sequence[DeploymentRow]) -> Routing:
        by_segment: dict[str, dict[Role, DeploymentRow]] = {EVERYBODY: {}}
        for row in rows:
            by_segment.setdefault(row.segment, {})[row.role] = row
        everybody = await self._lane(key, by_segment.pop(EVERYBODY))
        return Routing(
            everybody,
            {name: await self._lane(key, roles) for name, roles in by_segment.items() if "champion" in roles},
        ).told()

    async def _lane(self, key: Key, roles: dict[Role, DeploymentRow]) -> Lane:
        champion = roles.get("champion")
        if champion is None:
            deployed = await self._deployed(key, self._registry.starters.row(*key).id, None, "champion")
        else:
            deployed = await self._deployed(key, champion.version_id, champion.id, "champion")
        return Lane(
            deployed,
            await self._share(key, roles.get("challenger")),
            await self._share(key, roles.get("shadow")),
        )

    async def _share(self, key: Key, row: DeploymentRow | None) -> Share | None:
        if row is None:
            return None
        deployed = await self._deployed(key, row.version_id, row.id, row.role)
        if row.ruleset_version is not None:
            deployed = dataclasses.replace(deployed, ruleset_version=row.ruleset_version)
        return Share(deployed, row.share_percent)

    async def _deployed(self, key: Key, version_id: UUID, deployment_id: UUID | None, role: Role) -> Deployed:
        row, loaded = await self._registry.find_to_decide(key[0], version_id)
        reading = self._readings.get(loaded)
        if reading is None:
            made = deployed_of(catalogue.get(key[1]), row.id, loaded)
            reading = self._readings[loaded] = (made.wording, made.inputs, made.computed, made.classes)
        wording, inputs, computed, classes = reading
        return Deployed(row.id, loaded, wording, inputs, deployment_id, role, computed, classes)

    def _mark(self, environment_id: UUID, version_id: UUID) -> None:
        self._ready[(environment_id, version_id)] = None
        self._ready.move_to_end((environment_id, version_id))
        if len(self._ready) > READY_MAX:
            self._ready.popitem(last=False)
