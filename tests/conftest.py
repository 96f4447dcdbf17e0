"""Fixtures that every test may use: a real PostgreSQL, migrated, as the application's role; a clock; fresh ids."""

import datetime as dt
import sys
from collections.abc import AsyncIterator, Iterator

import grpc.aio
import hypothesis
import pytest

from app.scratch import scratch
from core import roles
from core.clock import ManualClock
from core.database import Database, DatabaseSettings
from core.postgres import EmbeddedPostgres
from migrations.upgrade import upgrade

pytest_plugins = ("tests.hangs",)

# Speed is measured in bench/: on a busy machine any example may take long. The same examples are tried at every run, so that
# no change is refused for what another one brought; `pytest --hypothesis-profile=search` looks for new ones.
hypothesis.settings.register_profile("countermark", deadline=None, derandomize=True)
hypothesis.settings.register_profile("search", deadline=None)
hypothesis.settings.load_profile("countermark")


@pytest.fixture(scope="session")
def postgres() -> Iterator[EmbeddedPostgres]:
    """One embedded cluster for the session. Tests keep apart by environment ids, not by cleaning up."""
    with scratch("tests") as folder:
        cluster = EmbeddedPostgres(folder / "pg", durable=False)
        assert cluster.folder == folder / "pg", "a cluster elsewhere would outlive its folder"
        cluster.start()
        try:
            upgrade(cluster.url(roles.OWNER))
            yield cluster
        finally:
            cluster.stop()


@pytest.fixture
async def database(postgres: EmbeddedPostgres) -> AsyncIterator[Database]:
    """The migrated database, through the application's role: row-level security is in force."""
    settings = DatabaseSettings(url=postgres.url(), pool_size_max=8, acquire_timeout_ms=30_000)
    opened = await Database.open(settings)
    yield opened
    await opened.close()


@pytest.fixture(scope="session", autouse=True)
async def grpc_stays() -> None:
    """Hold gRPC's queue of events, as a service does: else it goes with the last server or channel that the collector finds,
    in whatever thread, comes back with the next, and may hang in between (https://github.com/grpc/grpc/pull/40989).
    """
    grpc.aio.init_grpc_aio()


@pytest.fixture(autouse=True)
def recursion_limit() -> None:
    """As Python starts. py_ecc, which tests with a chain import, allows more frames than the stack of the process holds."""
    sys.setrecursionlimit(1_000)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC))
