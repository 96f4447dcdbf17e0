"""Bare predictions in the ledger: counted by version and minute, once, whatever dies in between."""

import datetime as dt
from uuid import UUID

import pytest

from core.clock import ManualClock
from core.database import Database
from core.errors import DatabaseUnavailable
from core.ids import uuid7
from inference import bare_predictions_counts
from inference.bare_predictions_counts import PredictionCounts
from ledger.verifier.entries import read_entry

MINUTE = dt.datetime(2026, 11, 21, 9, 30, tzinfo=dt.UTC)
DIGEST = bytes(range(32))


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(MINUTE + dt.timedelta(seconds=12))


@pytest.fixture
def environment_id(clock: ManualClock) -> UUID:
    return uuid7(clock)


async def entries(database: Database, environment_id: UUID) -> list[tuple[str | None, int]]:
    """What the ledger will hold of an environment: counts, and the microseconds they are dated with."""
    async with database.transaction(environment_id) as tx:
        rows = await tx.fetch(
            "SELECT entry FROM ledger_intake WHERE environment_id = $1 ORDER BY seq", environment_id
        )
    read = [read_entry(row["entry"]) for row in rows]
    assert {(each.typ, each.act, each.model) for each in read} <= {("prediction.count.v1", "system", DIGEST)}
    return [(each.out, each.ts) for each in read]


async def test_one_entry_a_version_and_minute(
    database: Database, clock: ManualClock, environment_id: UUID
) -> None:
    """Two processes count in one minute; when it is over there is one entry with both, dated with the minute."""
    version = uuid7(clock)
    one, two = PredictionCounts(database, clock), PredictionCounts(database, clock)
    for rows in (1, 40):
        one.add(environment_id, version, DIGEST, rows)
        await one.flush()
    two.add(environment_id, version, DIGEST, 7)
    await two.flush()
    await one.settle()
    assert await entries(database, environment_id) == []
    clock.advance(dt.timedelta(seconds=60))
    await one.settle()
    await two.settle()
    assert await entries(database, environment_id) == [
        ("requests=3 rows=48", int(MINUTE.timestamp()) * 10**6)
    ]


async def test_minutes_and_versions_apart(
    database: Database, clock: ManualClock, environment_id: UUID
) -> None:
    """Each minute and each version has its own entry, also when they are settled together."""
    counts = PredictionCounts(database, clock)
    for _ in range(2):
        for version in (uuid7(clock), uuid7(clock)):
            counts.add(environment_id, version, DIGEST, 2)
        await counts.flush()
        clock.advance(dt.timedelta(seconds=60))
    clock.advance(dt.timedelta(seconds=60))
    await counts.settle()
    assert [out for out, _ in await entries(database, environment_id)] == ["requests=1 rows=2"] * 4


async def test_what_a_dead_process_left_is_settled(
    database: Database, clock: ManualClock, environment_id: UUID
) -> None:
    """Counts that were written before a process died become an entry without it; only unwritten ones are lost."""
    dead = PredictionCounts(database, clock)
    dead.add(environment_id, uuid7(clock), DIGEST, 5)
    await dead.flush()
    dead.add(environment_id, uuid7(clock), DIGEST, 5)
    clock.advance(dt.timedelta(seconds=60))
    async with database.transaction(environment_id) as tx:
        assert await bare_predictions_counts.settle(tx, [environment_id], clock) == 1
        assert await bare_predictions_counts.settle(tx, [environment_id], clock) == 0
    assert [out for out, _ in await entries(database, environment_id)] == ["requests=1 rows=5"]


async def test_a_database_that_is_away_loses_nothing(
    database: Database, clock: ManualClock, environment_id: UUID
) -> None:
    """What could not be written is written later, with what came since."""
    version = uuid7(clock)
    counts = PredictionCounts(database, clock)
    counts.add(environment_id, version, DIGEST, 5)
    gone = PredictionCounts(_Gone(), clock)  # type: ignore[arg-type]  # a database that is away
    gone._pending = counts._pending
    with pytest.raises(DatabaseUnavailable):
        await gone.flush()
    counts._pending = gone._pending
    counts.add(environment_id, version, DIGEST, 1)
    await counts.flush()
    clock.advance(dt.timedelta(seconds=60))
    await counts.settle()
    assert [out for out, _ in await entries(database, environment_id)] == ["requests=2 rows=6"]


class _Gone:
    def transaction(self, scope: object) -> object:
        raise DatabaseUnavailable("It is away.")
