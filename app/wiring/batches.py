"""Batches as the server offers them; the process that works them off is wired in `batch_runs`."""

import datetime as dt

from app.settings import Settings
from app.wiring.foundation import Foundation
from core.objects import FolderObjects
from inference.batch.batches import Batches, BatchSettings
from inference.batch.entities import BatchEngine
from inference.batch.upkeep import BatchUpkeep
from inference.deployments import Deployments
from rules.active import ActiveRulesets

KEPT_FOR = dt.timedelta(days=30)


def batches(base: Foundation, deployments: Deployments, rulesets: ActiveRulesets) -> Batches:
    return Batches(
        base.database,
        FolderObjects(base.settings.objects_dir),
        base.tenants.vaults,
        deployments,
        rulesets,
        clock=base.clock,
        settings=batch_settings(base.settings),
    )


def batch_upkeep(base: Foundation) -> BatchUpkeep:
    return BatchUpkeep(base.database, FolderObjects(base.settings.objects_dir), base.clock, KEPT_FOR)


def batch_settings(settings: Settings) -> BatchSettings:
    engines: set[BatchEngine] = {"local"}
    if settings.batches.ray_python:
        engines.add("ray")
    return BatchSettings(bytes_max=settings.batches.bytes_max, engines=frozenset(engines))
