"""Imports of statements: as the server offers them, and as the worker works them off."""

import datetime as dt

from app.wiring.foundation import Foundation
from core.objects import FolderObjects
from payments.importing.categories import Categories
from payments.importing.imports import Imports, ImportSettings
from payments.importing.mappings import ImportMappings
from payments.importing.runs import ImportRuns
from payments.importing.sheets import Workbooks
from payments.importing.upkeep import ImportUpkeep

KEPT_FOR = dt.timedelta(days=30)
DRY_RUNS_KEPT_FOR = dt.timedelta(days=1)


def imports(base: Foundation) -> Imports:
    objects = FolderObjects(base.settings.objects_dir)
    return Imports(
        base.database,
        objects,
        base.tenants.vaults,
        Workbooks(),
        cpu=base.cpu,
        clock=base.clock,
        settings=ImportSettings(),
    )


def import_mappings(base: Foundation) -> ImportMappings:
    return ImportMappings(base.database, base.tenants.vaults, base.clock)


def import_runs(base: Foundation, categories: Categories) -> ImportRuns:
    objects = FolderObjects(base.settings.objects_dir)
    return ImportRuns(base.database, objects, base.tenants.vaults, Workbooks(), categories, base.clock)


def import_upkeep(base: Foundation) -> ImportUpkeep:
    objects = FolderObjects(base.settings.objects_dir)
    return ImportUpkeep(base.database, objects, KEPT_FOR, DRY_RUNS_KEPT_FOR)
