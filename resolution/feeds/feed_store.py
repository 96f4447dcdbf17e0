"""Rows of feeds and their runs, and the queue of feeds that are to be looked at. Private to `resolution`."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

import asyncpg

from core.database import Transaction
from resolution.feeds.entities import Feed, FeedRun, Result, Seen

_COLUMNS = ", ".join(Feed.__struct_fields__)
_RUN = ", ".join(FeedRun.__struct_fields__)
_INSERT = """
INSERT INTO feed (environment_id, id, name, kind, state, mode, mapping_id, use_case, id_column, every_s, created_at, created_by,
    host, next_at, sealed, scheme, delivery_field, minor_units)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) ON CONFLICT DO NOTHING RETURNING id
"""
_QUEUE = "INSERT INTO feed_queue (feed_id, environment_id, due_at) VALUES ($1, $2, $3)"
_SELECT = f"SELECT {_COLUMNS} FROM feed WHERE environment_id = $1 AND removed_at IS NULL"
_STATE = "UPDATE feed SET state = $3, failures = 0, next_at = CASE WHEN kind = 'url' AND $3 = 'active' THEN now() END WHERE environment_id = $1 AND id = $2"
_DUE = "UPDATE feed_queue SET due_at = $3 WHERE feed_id = $1 AND environment_id = $2"
_REMOVE = "UPDATE feed SET removed_at = now(), sealed = NULL WHERE environment_id = $1 AND id = $2"
_CLAIM = """
UPDATE feed_queue SET due_at = $1::timestamptz + $2::interval WHERE feed_id IN (
    SELECT feed_id FROM feed_queue WHERE due_at <= $1 ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED
) RETURNING feed_id, environment_id
"""
_BEGIN = f"""
INSERT INTO feed_run (environment_id, id, feed_id, state, content, bytes, import_id, batch_id, started_at)
VALUES ($1, $2, $3, 'running', $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING RETURNING {_RUN}
"""
_END = """
UPDATE feed_run SET state = $3, taken = $4, refused = $5, repeated = $6, error = $7, ended_at = $8
WHERE environment_id = $1 AND id = $2 AND state = 'running' RETURNING 1
"""
_COUNT = """
UPDATE feed SET runs = runs + 1, taken = taken + $3, refused = refused + $4, repeated = repeated + $5, last_error = $6, last_at = $7,
    failures = CASE WHEN $6::text IS NULL THEN 0 ELSE failures + 1 END
WHERE environment_id = $1 AND id = $2 RETURNING failures
"""
# What failed may come again, once somebody was told; what is past its time too.
_TOLD = """
UPDATE feed_run SET told_at = $3, content = CASE WHEN state = 'failed' THEN NULL ELSE content END
WHERE environment_id = $1 AND id = $2
"""
_ASKED = """
UPDATE feed SET last_status = $3, last_error = $4, last_at = $5, next_at = $6, etag = $7, modified = $8,
    failures = CASE WHEN $4::text IS NULL THEN 0 ELSE failures + 1 END
WHERE environment_id = $1 AND id = $2 RETURNING failures
"""
_FORGET = "DELETE FROM feed_run WHERE environment_id = $1 AND feed_id = $2 AND ended_at < $3"


class Due(NamedTuple):
    feed_id: UUID
    environment_id: UUID


class Begun(NamedTuple):
    """content: keyed digest of what is taken; None of what cannot be. import_id, batch_id: what works it off."""

    run_id: UUID
    content: bytes | None
    bytes: int
    import_id: UUID | None
    batch_id: UUID | None


class Asked(NamedTuple):
    status: int | None
    error: str | None
    next_at: dt.datetime
    seen: Seen


async def count(tx: Transaction, environment_id: UUID) -> int:
    query = "SELECT count(*) FROM feed WHERE environment_id = $1 AND removed_at IS NULL"
    return int(str(await tx.fetchval(query, environment_id)))


async def insert(tx: Transaction, feed: Feed, sealed: bytes | None) -> bool:
    """Returns: False where the name is taken."""
    values = (
        feed.environment_id, feed.id, feed.name, feed.kind, feed.state, feed.mode, feed.mapping_id, feed.use_case, feed.id_column,
        feed.every_s, feed.created_at, feed.created_by, feed.host, feed.next_at, sealed, feed.scheme,
        feed.delivery_field, feed.minor_units,
    )  # fmt: skip
    if await tx.fetchval(_INSERT, *values) is None:
        return False
    await tx.execute(_QUEUE, feed.id, feed.environment_id, feed.created_at)
    return True


async def find(tx: Transaction, environment_id: UUID, feed_id: UUID, *, locked: bool = False) -> Feed | None:
    row = await tx.fetchrow(
        f"{_SELECT} AND id = $2{' FOR UPDATE' if locked else ''}", environment_id, feed_id
    )
    return None if row is None else Feed(**row)


async def newest(tx: Transaction, environment_id: UUID, after: UUID | None, limit: int) -> list[Feed]:
    query = f"{_SELECT} AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3"
    return [Feed(**row) for row in await tx.fetch(query, environment_id, after, limit)]


async def set_state(tx: Transaction, feed: Feed, state: str, due_at: dt.datetime) -> None:
    await tx.execute(_STATE, feed.environment_id, feed.id, state)
    await tx.execute(_DUE, feed.id, feed.environment_id, due_at)


async def pause(tx: Transaction, feed: Feed) -> None:
    """Stop a feed, and keep how often it failed."""
    query = "UPDATE feed SET state = 'paused', next_at = NULL WHERE environment_id = $1 AND id = $2"
    await tx.execute(query, feed.environment_id, feed.id)


async def remove(tx: Transaction, feed: Feed) -> None:
    """End a feed and destroy what it had sealed; its row stays, for what it took."""
    await tx.execute(_REMOVE, feed.environment_id, feed.id)
    await tx.execute(
        "DELETE FROM feed_queue WHERE feed_id = $1 AND environment_id = $2", feed.id, feed.environment_id
    )


async def unlist_all(tx: Transaction, environment_id: UUID) -> None:
    """Take every feed of an environment off the queue."""
    await tx.execute("DELETE FROM feed_queue WHERE environment_id = $1", environment_id)


async def claim(tx: Transaction, now: dt.datetime, lease: dt.timedelta, limit: int) -> list[Due]:
    """Take feeds whose time has come, for as long as the lease is; a transaction without a scope may ask."""
    return [Due(*row.values()) for row in await tx.fetch(_CLAIM, now, lease, limit)]


async def look_again(tx: Transaction, feed: Feed, due_at: dt.datetime | None) -> None:
    """Say when a feed is to be looked at next; None for one that rests, unless it was resumed meanwhile."""
    query = """
    UPDATE feed_queue SET due_at = $3 WHERE feed_id = $1 AND environment_id = $2 AND ($3::timestamptz IS NOT NULL OR EXISTS (
        SELECT FROM feed WHERE environment_id = $2 AND id = $1 AND state = 'paused'
    ))
    """
    await tx.execute(query, feed.id, feed.environment_id, due_at)


async def begin(tx: Transaction, feed: Feed, begun: Begun, at: dt.datetime) -> FeedRun | None:
    """Note what is taken. Returns: None where it was taken before."""
    row = await tx.fetchrow(_BEGIN, feed.environment_id, begun.run_id, feed.id, *begun[1:], at)
    return None if row is None else FeedRun(**row)


async def sealed_of(tx: Transaction, feed: Feed) -> tuple[bytes | None, Seen]:
    """What is sealed of a feed, and what its address answered last."""
    query = "SELECT sealed, etag, modified FROM feed WHERE environment_id = $1 AND id = $2"
    row = await tx.fetchrow(query, feed.environment_id, feed.id)
    return (
        (None, Seen()) if row is None else (row["sealed"], Seen(etag=row["etag"], modified=row["modified"]))
    )


async def asked(tx: Transaction, feed: Feed, outcome: Asked, at: dt.datetime) -> int:
    """Note what an address answered. Returns: how often it failed in a row."""
    values = (outcome.status, outcome.error, at, outcome.next_at, outcome.seen.etag, outcome.seen.modified)
    return int(str(await tx.fetchval(_ASKED, feed.environment_id, feed.id, *values)))


async def environment_of(tx: Transaction, feed_id: UUID) -> UUID | None:
    """Whose it is; a transaction without a scope may ask."""
    row = await tx.fetchrow("SELECT environment_id FROM feed_queue WHERE feed_id = $1", feed_id)
    return None if row is None else row["environment_id"]


async def made(
    tx: Transaction,
    run: FeedRun,
    *,
    transaction_id: UUID | None,
    decision_id: UUID | None = None,
    outcome: str | None = None,
) -> None:
    """Note what was made of a delivery."""
    query = "UPDATE feed_run SET transaction_id = $3, decision_id = $4, outcome = $5 WHERE environment_id = $1 AND id = $2"
    await tx.execute(query, run.environment_id, run.id, transaction_id, decision_id, outcome)


async def find_taken(tx: Transaction, feed: Feed, content: bytes) -> FeedRun | None:
    """The run that took this."""
    query = f"SELECT {_RUN} FROM feed_run WHERE environment_id = $1 AND feed_id = $2 AND content = $3"
    return _run(await tx.fetchrow(query, feed.environment_id, feed.id, content))


async def open_runs(tx: Transaction, feed: Feed) -> list[FeedRun]:
    query = f"SELECT {_RUN} FROM feed_run WHERE environment_id = $1 AND feed_id = $2 AND state = 'running' ORDER BY id LIMIT 100"
    return [FeedRun(**row) for row in await tx.fetch(query, feed.environment_id, feed.id)]


async def page_of_runs(
    tx: Transaction, environment_id: UUID, feed_id: UUID, after: UUID | None, limit: int
) -> Sequence[FeedRun]:
    """Newest first."""
    query = f"""
    SELECT {_RUN} FROM feed_run WHERE environment_id = $1 AND feed_id = $2 AND ($3::uuid IS NULL OR id < $3) ORDER BY id DESC LIMIT $4
    """
    return [FeedRun(**row) for row in await tx.fetch(query, environment_id, feed_id, after, limit)]


async def end(tx: Transaction, run: FeedRun, result: Result, at: dt.datetime) -> int | None:
    """End a run, and count it. Returns: how many failed in a row by now; None where it had ended."""
    told = (result.taken, result.refused, result.repeated)
    ended = await tx.fetchval(_END, run.environment_id, run.id, result.state, *told, result.error, at)
    if ended is None:
        return None
    failures = await tx.fetchval(_COUNT, run.environment_id, run.feed_id, *told, result.error, at)
    return int(str(failures))


async def told(tx: Transaction, run: FeedRun, at: dt.datetime) -> None:
    """Note that results were written."""
    await tx.execute(_TOLD, run.environment_id, run.id, at)


async def count_repeated(tx: Transaction, feed: Feed, rows: int, at: dt.datetime) -> None:
    """Count what came a second time, without a run of its own."""
    query = "UPDATE feed SET repeated = repeated + $3, last_at = $4 WHERE environment_id = $1 AND id = $2"
    await tx.execute(query, feed.environment_id, feed.id, rows, at)


async def forget(tx: Transaction, feed: Feed, before: dt.datetime) -> None:
    await tx.execute(_FORGET, feed.environment_id, feed.id, before)


def _run(row: asyncpg.Record | None) -> FeedRun | None:
    return None if row is None else FeedRun(**row)
