"""Counts of a shadow on a real PostgreSQL: added up over hours and processes, and kept while the database is gone."""

import datetime as dt
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import cast
from uuid import UUID, uuid4

import pytest

from core.clock import ManualClock
from core.database import Database, Transaction
from core.errors import DatabaseUnavailable
from core.ids import uuid7
from rules import shadow_store, store
from rules.shadow_counts import Changed, ShadowCounts
from rules.store import VersionRow

HOUR = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)


class Flaky:
    """A database that may be gone."""

    def __init__(self, database: Database) -> None:
        self.gone = False
        self._database = database

    def transaction(self, scope: Sequence[UUID]) -> AbstractAsyncContextManager[Transaction]:
        if self.gone:
            raise DatabaseUnavailable("It is gone.")
        return self._database.transaction(scope)


@pytest.fixture
async def version(database: Database, clock: ManualClock) -> tuple[UUID, UUID]:
    """An environment and a version of its own."""
    environment_id, version_id = uuid4(), uuid7(clock)
    async with database.transaction(environment_id) as tx:
        number = await store.reserve_number(tx, environment_id, "churn-score", uuid7(clock))
        row = VersionRow(
            id=version_id, use_case="churn-score", number=number, graph="{}", fallback="keep", digest=b"d" * 32,
            outcomes=["keep"], facts=[], cost_us=1, author="system", reason="a test", created_at=clock.now(),
            author_member=None,
        )  # fmt: skip
        await store.add_version(tx, environment_id, row)
    return environment_id, version_id


def one(version: tuple[UUID, UUID], would_be: str, amount_minor: int) -> Changed:
    return Changed(
        environment_id=version[0], version_id=version[1], use_case="churn-score", hour=HOUR, was="keep",
        would_be=would_be, currency="INR", amount_minor=amount_minor,
    )  # fmt: skip


async def test_processes_add_up(database: Database, version: tuple[UUID, UUID]) -> None:
    """Two processes count the same hour, and amounts beyond 64 bits are no trouble."""
    for _ in range(2):
        counts = ShadowCounts(database)
        counts.add(one(version, "leave", 2**62), failed=False)
        counts.add(one(version, "leave", 2**62), failed=True)
        await counts.flush()
        await counts.flush()
    async with database.transaction(version[0]) as tx:
        (row,) = await shadow_store.changes(tx, *version)
    assert (row.decisions, row.failed, int(row.amount_minor)) == (4, 2, 2**64)


async def test_what_could_not_be_written_is_kept(database: Database, version: tuple[UUID, UUID]) -> None:
    """While the database is gone counts add up in memory; the next flush writes all of them, once."""
    flaky = Flaky(database)
    counts = ShadowCounts(cast("Database", flaky))
    flaky.gone = True
    counts.add(one(version, "leave", 5), failed=False)
    with pytest.raises(DatabaseUnavailable):
        await counts.flush()
    counts.add(one(version, "leave", 7), failed=False)
    flaky.gone = False
    await counts.flush()
    async with database.transaction(version[0]) as tx:
        (row,) = await shadow_store.changes(tx, *version)
    assert (row.decisions, int(row.amount_minor)) == (2, 12)
