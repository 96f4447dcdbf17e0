"""Everything that the process which works batches off is made of. Nothing else imports it: it brings polars along."""

from uuid import UUID

from app import databases
from app.settings import PREFIX, inherited_environment
from app.wiring.foundation import Foundation
from core.objects import FolderObjects
from core.sealed_files import SealedReader
from inference.batch.chunks import Chunk
from inference.batch.engines import LocalEngine, RayEngine
from inference.batch.files import BatchFiles
from inference.batch.plan import Plan
from inference.batch.remote import RemoteAccess, RemoteJob
from inference.batch.runs import BatchRuns, Tools
from inference.batch.stored import StoredFacts
from inference.placements import Placements
from inference.registry import Registry
from inference.rule_lists import RuleLists
from inference.runtimes.model_server import ModelServer
from rules.active import ActiveRulesets


def runs(base: Foundation, owner: UUID, server: ModelServer | None = None) -> BatchRuns:
    """server: the installation's model server, where it has one."""
    return BatchRuns(tools(base, server), owner)


def tools(base: Foundation, server: ModelServer | None = None) -> Tools:
    settings = base.settings
    objects = FolderObjects(settings.objects_dir)
    threads = settings.batches.threads

    def ray(files: BatchFiles, source: SealedReader) -> RayEngine:
        async def job(plan: Plan, chunks: list[Chunk]) -> RemoteJob:
            environment_id = files.environment_id
            access = RemoteAccess(
                database=databases.app_url(settings), keys=await base.tenants.vaults.handed(environment_id)
            )
            return RemoteJob(
                plan=plan,
                objects=str(settings.objects_dir),
                environment_id=environment_id,
                batch_id=files.batch_id,
                key=files.key,
                size=source.size,
                chunks=chunks,
                address=settings.batches.ray_address,
                workers=threads,
                access=access if plan.reads_stored else None,
            )

        environment = {
            name: value for name, value in inherited_environment().items() if not name.startswith(PREFIX)
        }
        return RayEngine(settings.batches.ray_python, environment, job)

    def local(files: BatchFiles, _source: SealedReader) -> LocalEngine:
        stored = StoredFacts(base.database, base.tenants.vaults, files.environment_id)
        return LocalEngine(threads, stored, Placements(server=server))

    return Tools(
        database=base.database,
        objects=objects,
        vaults=base.tenants.vaults,
        registry=Registry(base.database, objects, base.clock, None),
        rulesets=ActiveRulesets(base.database),
        lists=RuleLists.over(base.database, base.clock),
        clock=base.clock,
        scratch=settings.data_dir / "scratch",
        kernel_dir=settings.data_dir / "kernels",
        engines={"local": local, "ray": ray},
    )
