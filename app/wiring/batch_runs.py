"""Everything that the process which works batches off is made of. Nothing else imports it: it brings polars along."""

from uuid import UUID

from app.wiring.foundation import Foundation
from core.objects import FolderObjects
from inference.batch.engines import LocalEngine
from inference.batch.runs import BatchRuns, Tools
from inference.registry import Registry
from rules.active import ActiveRulesets


def runs(base: Foundation, owner: UUID) -> BatchRuns:
    settings = base.settings
    objects = FolderObjects(settings.objects_dir)
    threads = settings.batches.threads
    return BatchRuns(
        Tools(
            database=base.database,
            objects=objects,
            vaults=base.tenants.vaults,
            registry=Registry(base.database, objects, base.clock, None),
            rulesets=ActiveRulesets(base.database),
            clock=base.clock,
            scratch=settings.data_dir / "scratch",
            kernel_dir=settings.data_dir / "kernels",
            engines={"local": lambda _files, _source: LocalEngine(threads)},
        ),
        owner,
    )
