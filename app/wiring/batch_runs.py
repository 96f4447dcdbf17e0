"""Everything that the process which works batches off is made of. Nothing else imports it: it brings polars along."""

from uuid import UUID

from app.settings import inherited_environment
from app.wiring.foundation import Foundation
from core.objects import FolderObjects
from core.sealed_files import SealedReader
from inference.batch.chunks import Chunk
from inference.batch.engines import LocalEngine, RayEngine
from inference.batch.files import BatchFiles
from inference.batch.plan import Plan
from inference.batch.remote import RemoteJob
from inference.batch.runs import BatchRuns, Tools
from inference.batch.stored import StoredFacts
from inference.placements import Placements
from inference.registry import Registry
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
        def job(plan: Plan, chunks: list[Chunk]) -> RemoteJob:
            return RemoteJob(
                plan=plan,
                objects=str(settings.objects_dir),
                environment_id=files.environment_id,
                batch_id=files.batch_id,
                key=files.key,
                size=source.size,
                chunks=chunks,
                address=settings.batches.ray_address,
                workers=threads,
            )

        return RayEngine(settings.batches.ray_python, inherited_environment(), job)

    def local(files: BatchFiles, _source: SealedReader) -> LocalEngine:
        stored = StoredFacts(base.database, base.tenants.vaults, files.environment_id)
        return LocalEngine(threads, stored, Placements(server=server))

    return Tools(
        database=base.database,
        objects=objects,
        vaults=base.tenants.vaults,
        registry=Registry(base.database, objects, base.clock, None),
        rulesets=ActiveRulesets(base.database),
        clock=base.clock,
        scratch=settings.data_dir / "scratch",
        kernel_dir=settings.data_dir / "kernels",
        engines={"local": local, "ray": ray},
    )
