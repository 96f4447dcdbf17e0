"""Rows of backtests, of their chunks and of the queue. What belongs together is one statement or one transaction."""

import datetime as dt
from collections.abc import Sequence
from typing import cast
from uuid import UUID

import asyncpg
import msgspec

from core.database import Transaction
from inference.backtests.entities import Backtest, Failure, Progress, Scope

PLAN, FINISH = -1, -2
"""Numbers of what is queued besides chunks: cutting the range into them, and putting them together."""
_BACKTEST = (
    "id, use_case, state, version_id, digest, current_version_id, current_digest, scope, planned, done, failure, "
    "created_at, created_by, started_at, moved_at, ended_at"
)


class NewBacktest(msgspec.Struct, frozen=True, kw_only=True):
    """The fields are the columns that are written when it is started, in their order. graph: JSON."""

    environment_id: UUID
    id: UUID
    use_case: str
    state: str
    version_id: UUID | None
    graph: str
    fallback: str
    facts: list[str]
    digest: bytes
    current_version_id: UUID | None
    current_digest: bytes | None
    scope: str
    created_at: dt.datetime
    created_by: str


class Tried(msgspec.Struct, frozen=True, kw_only=True):
    """What a process needs to work a backtest off. graph: JSON."""

    use_case: str
    version_id: UUID | None
    graph: str
    fallback: str
    facts: tuple[str, ...]
    digest: bytes
    current_version_id: UUID | None
    current_digest: bytes | None
    scope: Scope
    created_by: str


class Range(msgspec.Struct, frozen=True):
    """A chunk: decisions from `first` up to, not including, `end`, by their ids."""

    first: UUID
    end: UUID
    decisions: int


class Claim(msgspec.Struct, frozen=True):
    """Something queued that is ours to do, until the lease ends."""

    backtest_id: UUID
    number: int
    environment_id: UUID
    owner: UUID
    attempts: int


_NEW = ", ".join(NewBacktest.__struct_fields__)
_INSERT = (
    f"INSERT INTO backtest ({_NEW}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
)
_TRIED = ", ".join(Tried.__struct_fields__)
_CLAIM = """
UPDATE backtest_queue SET owner = $1, leased_until = now() + $2::interval, attempts = attempts + 1
WHERE (backtest_id, number) = (
    SELECT backtest_id, number FROM backtest_queue WHERE leased_until <= now() ORDER BY backtest_id, number LIMIT 1
    FOR UPDATE SKIP LOCKED
)
RETURNING backtest_id, number, environment_id, attempts
"""
_TAKE_OFF = "DELETE FROM backtest_queue WHERE backtest_id = $1 AND number = $2 AND owner = $3 RETURNING 1"
_QUEUE = "INSERT INTO backtest_queue (backtest_id, number, environment_id, leased_until) VALUES ($1, $2, $3, now())"
_QUEUE_MANY = """
INSERT INTO backtest_queue (backtest_id, number, environment_id, leased_until)
SELECT $1, number, $3, now() FROM unnest($2::integer[]) AS number
"""
_CHUNKS = """
INSERT INTO backtest_chunk (environment_id, backtest_id, number, first_id, end_id, decisions)
SELECT $1, $2, * FROM unnest($3::integer[], $4::uuid[], $5::uuid[], $6::integer[])
"""
_NTH = """
SELECT id FROM decision WHERE environment_id = $1 AND id >= $2 AND id < $3 ORDER BY id OFFSET $4 LIMIT 1
"""
_COUNT = "SELECT count(*) FROM decision WHERE environment_id = $1 AND id >= $2 AND id < $3"
_PLANNED = """
UPDATE backtest SET state = 'running', planned = $3, chunks = $4, started_at = $5, moved_at = $5
WHERE environment_id = $1 AND id = $2
"""
_KEEP = """
UPDATE backtest_chunk SET tally = $4 WHERE environment_id = $1 AND backtest_id = $2 AND number = $3
RETURNING decisions
"""
_MOVE = """
UPDATE backtest SET done = done + $3, chunks_done = chunks_done + 1, moved_at = $4
WHERE environment_id = $1 AND id = $2 AND state = 'running'
RETURNING chunks_done = chunks
"""
_END = """
UPDATE backtest SET state = $3, failure = $4, report = $5, ended_at = $6
WHERE environment_id = $1 AND id = $2 AND state IN ('queued', 'running')
RETURNING 1
"""
_PAGE = """
SELECT id, customer, version_id, ruleset_version_id, outcome, score, decided_at, sealed, coalesce(transaction_id, id) AS subject
FROM decision WHERE environment_id = $1 AND use_case = $2 AND id >= $3 AND id < $4 ORDER BY id LIMIT $5
"""
# Not joined to the page: row-level security keeps an expression such as coalesce out of the index's conditions. Payments and
# decisions of a page are of about one time, and so are their ids: what was told between the first and the last is little more
# than what was told of them, and is read at one go. The order makes the primary key the cheapest even to a planner that has not
# counted the truths yet: it took the index of another order, and read all of them for each decision.
_TRUTHS_BETWEEN = """
SELECT subject, happened FROM feedback_truth
WHERE environment_id = $1 AND use_case = $2 AND subject >= $3 AND subject <= $4 ORDER BY subject LIMIT $5
"""
# Where decisions were made of old payments: the next truth from each key on.
_TRUTHS = """
SELECT t.subject, t.happened FROM unnest($3::uuid[]) AS wanted (subject)
CROSS JOIN LATERAL (
    SELECT subject, happened FROM feedback_truth
    WHERE environment_id = $1 AND use_case = $2 AND subject >= wanted.subject ORDER BY subject LIMIT 1
) t
WHERE t.subject = wanted.subject AND t.happened IS NOT NULL
"""
_SHOWN = """
SELECT id, customer, decided_at, sealed FROM decision WHERE environment_id = $1 AND id = ANY ($2::uuid[])
"""
_LIST = f"""
SELECT {_BACKTEST} FROM backtest
WHERE environment_id = $1 AND use_case = $2 AND ($3::uuid IS NULL OR id < $3) ORDER BY id DESC LIMIT $4
"""
_FORGET = """
DELETE FROM backtest WHERE environment_id = $1 AND id IN (
    SELECT id FROM backtest
    WHERE environment_id = $1 AND state IN ('completed', 'failed', 'cancelled') AND ended_at < now() - $2::interval LIMIT 100
)
"""


async def insert(tx: Transaction, row: NewBacktest) -> None:
    """Keep a new backtest, and queue it."""
    await tx.execute(_INSERT, *msgspec.structs.astuple(row))
    await tx.execute(_QUEUE, row.id, PLAN, row.environment_id)


async def count_open(tx: Transaction, environment_id: UUID) -> int:
    query = "SELECT count(*) FROM backtest WHERE environment_id = $1 AND state IN ('queued', 'running')"
    return cast("int", await tx.fetchval(query, environment_id))


async def find(tx: Transaction, environment_id: UUID, use_case: str, backtest_id: UUID) -> Backtest | None:
    query = f"SELECT {_BACKTEST} FROM backtest WHERE environment_id = $1 AND id = $2 AND use_case = $3"
    row = await tx.fetchrow(query, environment_id, backtest_id, use_case)
    return None if row is None else _read(row)


async def list_page(
    tx: Transaction, environment_id: UUID, use_case: str, after: UUID | None, limit: int
) -> list[Backtest]:
    """Newest first."""
    return [_read(row) for row in await tx.fetch(_LIST, environment_id, use_case, after, limit)]


async def find_report(tx: Transaction, environment_id: UUID, backtest_id: UUID) -> bytes | None:
    query = "SELECT report FROM backtest WHERE environment_id = $1 AND id = $2"
    return cast("bytes | None", await tx.fetchval(query, environment_id, backtest_id))


async def find_tried(tx: Transaction, environment_id: UUID, backtest_id: UUID) -> Tried | None:
    query = f"SELECT {_TRIED} FROM backtest WHERE environment_id = $1 AND id = $2 AND state IN ('queued', 'running')"
    row = await tx.fetchrow(query, environment_id, backtest_id)
    if row is None:
        return None
    fields = dict(row)
    return Tried(
        **fields
        | {
            "facts": tuple(fields["facts"]),
            "scope": msgspec.json.decode(fields["scope"], type=Scope),
        }
    )


async def claim(tx: Transaction, owner: UUID, lease: dt.timedelta) -> Claim | None:
    """Take what has waited longest, if there is something that nobody works on."""
    row = await tx.fetchrow(_CLAIM, owner, lease)
    if row is None:
        return None
    return Claim(row["backtest_id"], row["number"], row["environment_id"], owner, row["attempts"])


async def anything_to_do(tx: Transaction) -> bool:
    return await tx.fetchval("SELECT 1 FROM backtest_queue WHERE leased_until <= now() LIMIT 1") is not None


async def take_off(tx: Transaction, claim: Claim) -> bool:
    """Take off the queue what was done. Returns: False when it is no longer ours: cancelled, or taken by another."""
    return await tx.fetchval(_TAKE_OFF, claim.backtest_id, claim.number, claim.owner) is not None


async def release(tx: Transaction, claim: Claim, wait: dt.timedelta) -> None:
    """Let somebody try again after a while."""
    query = """
    UPDATE backtest_queue SET owner = NULL, leased_until = now() + $4::interval
    WHERE backtest_id = $1 AND number = $2 AND owner = $3
    """
    await tx.execute(query, claim.backtest_id, claim.number, claim.owner, wait)


async def hand_back(tx: Transaction, owner: UUID) -> None:
    """Let others have what an owner held that stops or is dead."""
    query = "UPDATE backtest_queue SET owner = NULL, leased_until = now() WHERE owner = $1"
    await tx.execute(query, owner)


async def unqueue(tx: Transaction, backtest_id: UUID) -> None:
    await tx.execute("DELETE FROM backtest_queue WHERE backtest_id = $1", backtest_id)


async def nth_behind(
    tx: Transaction, environment_id: UUID, first: UUID, end: UUID, count: int
) -> UUID | None:
    """Return the id of the decision so many behind `first`, if there is one below `end`."""
    return cast("UUID | None", await tx.fetchval(_NTH, environment_id, first, end, count))


async def count_between(tx: Transaction, environment_id: UUID, first: UUID, end: UUID) -> int:
    return cast("int", await tx.fetchval(_COUNT, environment_id, first, end))


async def add_chunks(
    tx: Transaction, environment_id: UUID, backtest_id: UUID, ranges: Sequence[Range], at: dt.datetime
) -> None:
    """Keep how the range is cut, and queue the chunks; where there are none, what puts them together."""
    numbers = list(range(len(ranges)))
    columns = (
        [each.first for each in ranges],
        [each.end for each in ranges],
        [each.decisions for each in ranges],
    )
    await tx.execute(_CHUNKS, environment_id, backtest_id, numbers, *columns)
    await tx.execute(_QUEUE_MANY, backtest_id, numbers or [FINISH], environment_id)
    await tx.execute(_PLANNED, environment_id, backtest_id, sum(columns[2]), len(ranges), at)


async def find_chunk(tx: Transaction, claim: Claim) -> Range | None:
    query = """
    SELECT first_id, end_id, decisions FROM backtest_chunk WHERE environment_id = $1 AND backtest_id = $2 AND number = $3
    """
    row = await tx.fetchrow(query, claim.environment_id, claim.backtest_id, claim.number)
    return None if row is None else Range(*row)


async def keep_tally(tx: Transaction, claim: Claim, sealed: bytes, at: dt.datetime) -> None:
    """Note a chunk as done; behind the last one, queue what puts them together."""
    key = (claim.environment_id, claim.backtest_id)
    decisions = await tx.fetchval(_KEEP, *key, claim.number, sealed)
    if await tx.fetchval(_MOVE, *key, decisions, at):
        await tx.execute(_QUEUE, claim.backtest_id, FINISH, claim.environment_id)


async def tallies(tx: Transaction, claim: Claim) -> list[tuple[int, bytes]]:
    """By number."""
    query = "SELECT number, tally FROM backtest_chunk WHERE environment_id = $1 AND backtest_id = $2 ORDER BY number"
    rows = await tx.fetch(query, claim.environment_id, claim.backtest_id)
    return [(row["number"], row["tally"]) for row in rows]


async def end(
    tx: Transaction,
    environment_id: UUID,
    backtest_id: UUID,
    state: str,
    at: dt.datetime,
    *,
    failure: Failure | None = None,
    report: bytes | None = None,
) -> bool:
    """End a backtest that has not ended; what its chunks counted goes. Returns: False when it has."""
    told = None if failure is None else msgspec.json.encode(failure).decode()
    # The queue first, as whoever works a chunk off does: the other way round the two wait for each other.
    await unqueue(tx, backtest_id)
    ended = await tx.fetchval(_END, environment_id, backtest_id, state, told, report, at)
    if ended is not None:
        query = "DELETE FROM backtest_chunk WHERE environment_id = $1 AND backtest_id = $2"
        await tx.execute(query, environment_id, backtest_id)
    return ended is not None


async def page(
    tx: Transaction, environment_id: UUID, use_case: str, first: UUID, end: UUID, limit: int
) -> list[asyncpg.Record]:
    """Decisions of a use case in the order of their ids. subject: of the truth: the payment, or else the decision."""
    return await tx.fetch(_PAGE, environment_id, use_case, first, end, limit)


async def truths(
    tx: Transaction, environment_id: UUID, use_case: str, subjects: Sequence[UUID]
) -> dict[UUID, bool]:
    """Whether the event came true, of those subjects of which it was told, and maybe of others."""
    if not subjects:
        return {}
    key, enough = (environment_id, use_case), 2 * len(subjects)
    rows = await tx.fetch(_TRUTHS_BETWEEN, *key, min(subjects), max(subjects), enough)
    if len(rows) == enough:
        rows = await tx.fetch(_TRUTHS, *key, subjects)
    return {row["subject"]: row["happened"] for row in rows if row["happened"] is not None}


async def shown(tx: Transaction, environment_id: UUID, ids: Sequence[UUID]) -> list[asyncpg.Record]:
    """These decisions, as far as they are shown."""
    return await tx.fetch(_SHOWN, environment_id, list(ids))


async def forget(tx: Transaction, environment_id: UUID, kept_for: dt.timedelta) -> None:
    """Delete backtests that ended long ago."""
    await tx.execute(_FORGET, environment_id, kept_for)


def _read(row: asyncpg.Record) -> Backtest:
    failure = row["failure"]
    return Backtest(
        id=row["id"],
        use_case=row["use_case"],
        state=row["state"],
        version_id=row["version_id"],
        digest=row["digest"],
        current_digest=row["current_digest"],
        scope=msgspec.json.decode(row["scope"], type=Scope),
        progress=_progress(row),
        failure=None if failure is None else msgspec.json.decode(failure, type=Failure),
        created_at=row["created_at"],
        created_by=row["created_by"],
        ended_at=row["ended_at"],
    )


def _progress(row: asyncpg.Record) -> Progress:
    done, planned, started, moved = row["done"], row["planned"], row["started_at"], row["moved_at"]
    took_s = 0.0 if started is None else (moved - started).total_seconds()
    rate = done / took_s if took_s > 0 and done else None
    left = None if planned is None else planned - done
    eta_s = None if rate is None or left is None or row["state"] != "running" else left / rate
    return Progress(done=done, of=planned, rate=rate, eta_s=eta_s)
