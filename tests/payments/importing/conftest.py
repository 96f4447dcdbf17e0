"""Imports on the real database, worked off as the worker does."""

import pathlib
from collections.abc import AsyncIterator

import pytest

from core.clock import ManualClock
from core.cpu import CpuPool
from core.database import Database
from core.objects import FolderObjects
from payments.importing.categories import Uncategorized
from payments.importing.imports import Imports, ImportSettings
from payments.importing.mappings import ImportMappings
from payments.importing.runs import ImportRuns
from payments.importing.sheets import Workbooks
from tenants.services import TenantServices


@pytest.fixture
def mappings(database: Database, tenancy: TenantServices, clock: ManualClock) -> ImportMappings:
    return ImportMappings(database, tenancy.vaults, clock)


@pytest.fixture
def imports(
    database: Database, tenancy: TenantServices, clock: ManualClock, cpu: CpuPool, tmp_path: pathlib.Path
) -> Imports:
    objects = FolderObjects(tmp_path / "objects")
    return Imports(
        database, objects, tenancy.vaults, Workbooks(), cpu=cpu, clock=clock, settings=ImportSettings()
    )


@pytest.fixture
def runs(
    database: Database, tenancy: TenantServices, clock: ManualClock, tmp_path: pathlib.Path
) -> ImportRuns:
    objects = FolderObjects(tmp_path / "objects")
    return ImportRuns(database, objects, tenancy.vaults, Workbooks(), Uncategorized(), clock)


async def parts(data: bytes) -> AsyncIterator[bytes]:
    """A file as a face hands it over: in pieces."""
    for at in range(0, len(data), 1_000):
        yield data[at : at + 1_000]
