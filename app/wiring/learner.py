"""Everything that the process which learns is made of. Nothing else imports it: it brings numpy and ONNX Runtime along."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from uuid import UUID

from app.settings import Settings
from app.training_child import ChildTrainer
from app.wiring.foundation import open_foundation
from core.clock import ahead
from core.database import Database
from core.errors import ErrorKind, PlatformError
from core.objects import FolderObjects
from core.rounds import in_turn
from inference.deployment_entities import Deploy
from inference.deployments import Deployments
from inference.drift_watch import DriftWatch
from inference.registry import Registry
from inference.retraining_runs import TrainingRuns
from tenants.principals import Principal

_log = logging.getLogger(__name__)


class Rounds:
    def __init__(self, database: Database, drift: DriftWatch, runs: TrainingRuns) -> None:
        self._database = database
        self._drift = drift
        self._runs = runs

    async def once(self, stopping: asyncio.Event) -> None:
        """Measure what is due and train what waits, environment by environment, until told to stop."""
        work = asyncio.ensure_future(self._once())
        stop = asyncio.ensure_future(stopping.wait())
        await asyncio.wait({work, stop}, return_when=asyncio.FIRST_COMPLETED)
        work.cancel()
        stop.cancel()
        for ended in await asyncio.gather(work, stop, return_exceptions=True):
            if isinstance(ended, PlatformError):
                raise ended

    async def _once(self) -> None:
        """First all that is quick: a fit takes minutes, and nobody's drift waits for it."""
        environments = await in_turn(self._database)
        for learn in (self._drift.measure_due, self._runs.work):
            for environment_id, by in environments:
                try:
                    with ahead(by):
                        await learn(environment_id)
                except PlatformError as error:
                    if error.kind is ErrorKind.UNAVAILABLE:
                        raise
                    _log.exception("An environment could not be learned from.", extra={"code": error.code})


class DeployedShadows:
    """Deploys what a job made: as a shadow, and as nothing else."""

    def __init__(self, deployments: Deployments) -> None:
        self._deployments = deployments

    async def shadow(self, caller: Principal, use_case: str, version_id: UUID) -> UUID:
        made = await self._deployments.deploy(caller, use_case, version_id, Deploy(role="shadow"))
        return made.id

    async def champion(self, environment_id: UUID, use_case: str) -> UUID:
        return (await self._deployments.active(environment_id, use_case)).version_id


@contextlib.asynccontextmanager
async def learner(settings: Settings) -> AsyncIterator[Rounds]:
    async with open_foundation(settings, pool_size_max=3) as base:
        vaults = base.tenants.vaults
        registry = Registry(base.database, FolderObjects(settings.objects_dir), base.clock, None)
        shadows = DeployedShadows(Deployments(base.database, registry, base.clock))
        runs = TrainingRuns(base.database, vaults, registry, shadows, ChildTrainer(), base.clock)
        yield Rounds(base.database, DriftWatch(base.database, vaults, base.clock, registry), runs)
