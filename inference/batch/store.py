"""Rows of batches, of their finished chunks and of the queue. What belongs together is one statement or one transaction."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg
import msgspec

from core.database import Transaction
from inference.batch.entities import Batch, BatchFailure, BatchOptions, BatchPhase, BatchProgress
from tenants.principals import Mode

_BATCH = (
    "environment_id, id, mode, use_case, state, phase, options, version_id, version_digest, ruleset_version_id, "
    "ruleset_digest, sealed_key, key_hash, fingerprint, input_bytes, input_sha256, rows, refused, bytes_done, failure, root, "
    "header, entry_id, revision, created_at, created_by, ended_at"
)
_CHUNK = "number, line, next_start, next_line, rows, refused, root, file, page_bytes, footer"


class NewBatch(msgspec.Struct, frozen=True, kw_only=True):
    """sealed_key: of the batch's files. fingerprint: of options and file, for the idempotency key."""

    environment_id: UUID
    id: UUID
    mode: str
    use_case: str
    options: BatchOptions
    version_id: UUID
    version_digest: bytes
    ruleset_version_id: UUID | None
    ruleset_digest: bytes
    sealed_key: bytes
    key_hash: bytes | None
    fingerprint: bytes
    input_bytes: int
    input_sha256: bytes
    created_at: datetime
    created_by: str


class StoredBatch(msgspec.Struct, frozen=True):
    """A batch with what nobody outside is told."""

    batch: Batch
    environment_id: UUID
    mode: Mode
    sealed_key: bytes | None
    fingerprint: bytes
    header: str | None


class ChunkRow(msgspec.Struct, frozen=True, kw_only=True):
    """A finished chunk. next_start, next_line: where the one behind it begins. file: name of its results."""

    number: int
    line: int
    next_start: int
    next_line: int
    rows: int
    refused: int
    root: bytes
    file: str
    page_bytes: int
    footer: bytes


class Claim(msgspec.Struct, frozen=True):
    """A batch that is ours to work off, until the lease ends."""

    batch_id: UUID
    environment_id: UUID
    owner: UUID
    attempts: int


_INSERT = """
INSERT INTO batch (
    environment_id, id, mode, use_case, state, phase, options, version_id, version_digest, ruleset_version_id,
    ruleset_digest, sealed_key, key_hash, fingerprint, input_bytes, input_sha256, created_at, created_by
) VALUES ($1, $2, $3, $4, 'queued', 'waiting', $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
ON CONFLICT DO NOTHING
RETURNING 1
"""
_CLAIM = """
UPDATE batch_queue SET owner = $1, leased_until = now() + $2::interval, attempts = attempts + 1
WHERE batch_id = (
    SELECT batch_id FROM batch_queue WHERE leased_until <= now() ORDER BY leased_until, batch_id LIMIT 1
    FOR UPDATE SKIP LOCKED
)
RETURNING batch_id, environment_id, attempts
"""
_RENEW = "UPDATE batch_queue SET leased_until = now() + $3::interval WHERE batch_id = $1 AND owner = $2 RETURNING 1"
_PROGRESS = """
UPDATE batch SET rows = rows + $3, refused = refused + $4, bytes_done = $5, revision = revision + 1
WHERE environment_id = $1 AND id = $2
"""
_INSERT_CHUNK = f"""
INSERT INTO batch_chunk (environment_id, batch_id, {_CHUNK})
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
"""
_LIST = f"""
SELECT {_BATCH} FROM batch
WHERE environment_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3
"""
_END = """
UPDATE batch SET state = $3, phase = 'ended', failure = $4, root = $5, header = $6, entry_id = $7, ended_at = $8,
    bytes_done = CASE WHEN $3 = 'completed' THEN input_bytes ELSE bytes_done END, revision = revision + 1
WHERE environment_id = $1 AND id = $2 AND state IN ('queued', 'running')
RETURNING 1
"""
_KNOWN = "SELECT id FROM batch WHERE environment_id = $1 AND id = ANY ($2::uuid[])"
_FORGET = """
DELETE FROM batch WHERE environment_id = $1 AND id IN (
    SELECT id FROM batch
    WHERE environment_id = $1 AND state IN ('completed', 'failed', 'cancelled') AND ended_at < now() - $2::interval LIMIT 100
)
RETURNING id
"""


async def insert(tx: Transaction, row: NewBatch) -> bool:
    """Keep a new batch, and queue it. Returns: False when its idempotency key is taken, for good once that one commits."""
    made = await tx.fetchval(
        _INSERT, row.environment_id, row.id, row.mode, row.use_case, msgspec.json.encode(row.options).decode(), row.version_id,
        row.version_digest, row.ruleset_version_id, row.ruleset_digest, row.sealed_key, row.key_hash, row.fingerprint,
        row.input_bytes, row.input_sha256, row.created_at, row.created_by,
    )  # fmt: skip
    if made is not None:
        query = "INSERT INTO batch_queue (batch_id, environment_id, leased_until) VALUES ($1, $2, now())"
        await tx.execute(query, row.id, row.environment_id)
    return made is not None


async def find(tx: Transaction, environment_id: UUID, batch_id: UUID) -> StoredBatch | None:
    query = f"SELECT {_BATCH} FROM batch WHERE environment_id = $1 AND id = $2"
    return _stored(await tx.fetchrow(query, environment_id, batch_id))


async def find_by_key(tx: Transaction, environment_id: UUID, key_hash: bytes) -> StoredBatch | None:
    query = f"SELECT {_BATCH} FROM batch WHERE environment_id = $1 AND key_hash = $2"
    return _stored(await tx.fetchrow(query, environment_id, key_hash))


async def free_old_key(tx: Transaction, environment_id: UUID, key_hash: bytes, kept_for: timedelta) -> None:
    """Let a key be used again that is older than promised."""
    query = """
    UPDATE batch SET key_hash = NULL
    WHERE environment_id = $1 AND key_hash = $2 AND created_at <= now() - $3::interval
    """
    await tx.execute(query, environment_id, key_hash, kept_for)


async def list_page(
    tx: Transaction, environment_id: UUID, after: UUID | None, limit: int
) -> list[StoredBatch]:
    """Newest first."""
    return [_read(row) for row in await tx.fetch(_LIST, environment_id, after, limit)]


async def find_revision(tx: Transaction, environment_id: UUID, batch_id: UUID) -> int | None:
    query = "SELECT revision FROM batch WHERE environment_id = $1 AND id = $2"
    found = await tx.fetchval(query, environment_id, batch_id)
    return found if isinstance(found, int) else None


async def claim(tx: Transaction, owner: UUID, lease: timedelta) -> Claim | None:
    """Take the batch that has waited longest, if there is one that nobody works on."""
    row = await tx.fetchrow(_CLAIM, owner, lease)
    return None if row is None else Claim(row["batch_id"], row["environment_id"], owner, row["attempts"])


async def anything_to_do(tx: Transaction) -> bool:
    return await tx.fetchval("SELECT 1 FROM batch_queue WHERE leased_until <= now() LIMIT 1") is not None


async def renew(tx: Transaction, claim: Claim, lease: timedelta) -> bool:
    """Hold on to a batch. Returns: False when it is no longer ours: cancelled, or taken by another after a pause."""
    return await tx.fetchval(_RENEW, claim.batch_id, claim.owner, lease) is not None


async def release(tx: Transaction, claim: Claim, wait: timedelta) -> None:
    """Let somebody try again after a while."""
    query = "UPDATE batch_queue SET owner = NULL, leased_until = now() + $3::interval WHERE batch_id = $1 AND owner = $2"
    await tx.execute(query, claim.batch_id, claim.owner, wait)


async def hand_back(tx: Transaction, owner: UUID) -> None:
    """Let others have what an owner held that stops or is dead."""
    query = "UPDATE batch_queue SET owner = NULL, leased_until = now() WHERE owner = $1"
    await tx.execute(query, owner)


async def reset_attempts(tx: Transaction, claim: Claim) -> None:
    await tx.execute("UPDATE batch_queue SET attempts = 0 WHERE batch_id = $1", claim.batch_id)


async def unqueue(tx: Transaction, batch_id: UUID) -> None:
    await tx.execute("DELETE FROM batch_queue WHERE batch_id = $1", batch_id)


async def set_phase(tx: Transaction, environment_id: UUID, batch_id: UUID, phase: BatchPhase) -> None:
    query = """
    UPDATE batch SET state = 'running', phase = $3, revision = revision + 1
    WHERE environment_id = $1 AND id = $2 AND state IN ('queued', 'running')
    """
    await tx.execute(query, environment_id, batch_id, phase)


async def add_chunk(
    tx: Transaction, environment_id: UUID, batch_id: UUID, row: ChunkRow, bytes_done: int
) -> None:
    await tx.execute(_INSERT_CHUNK, environment_id, batch_id, *msgspec.structs.astuple(row))
    await tx.execute(_PROGRESS, environment_id, batch_id, row.rows, row.refused, bytes_done)


async def last_chunk(tx: Transaction, environment_id: UUID, batch_id: UUID) -> ChunkRow | None:
    query = f"SELECT {_CHUNK} FROM batch_chunk WHERE environment_id = $1 AND batch_id = $2 ORDER BY number DESC LIMIT 1"
    row = await tx.fetchrow(query, environment_id, batch_id)
    return None if row is None else ChunkRow(**dict(row))


async def chunk_of_line(tx: Transaction, environment_id: UUID, batch_id: UUID, line: int) -> ChunkRow | None:
    query = f"""
    SELECT {_CHUNK} FROM batch_chunk WHERE environment_id = $1 AND batch_id = $2 AND line <= $3 AND next_line > $3
    """
    row = await tx.fetchrow(query, environment_id, batch_id, line)
    return None if row is None else ChunkRow(**dict(row))


async def chunks(tx: Transaction, environment_id: UUID, batch_id: UUID) -> list[ChunkRow]:
    """In the order of the file."""
    query = f"SELECT {_CHUNK} FROM batch_chunk WHERE environment_id = $1 AND batch_id = $2 ORDER BY number"
    return [ChunkRow(**dict(row)) for row in await tx.fetch(query, environment_id, batch_id)]


async def end(
    tx: Transaction,
    environment_id: UUID,
    batch_id: UUID,
    state: str,
    at: datetime,
    *,
    failure: BatchFailure | None = None,
    root: bytes | None = None,
    header: str | None = None,
    entry_id: UUID | None = None,
) -> bool:
    """End a batch that has not ended. Returns: False when it has."""
    told = None if failure is None else msgspec.json.encode(failure).decode()
    ended = await tx.fetchval(_END, environment_id, batch_id, state, told, root, header, entry_id, at)
    await unqueue(tx, batch_id)
    return ended is not None


async def forget(tx: Transaction, environment_id: UUID, kept_for: timedelta) -> Sequence[UUID]:
    """Delete batches that ended long ago, their keys with them. Returns: whose files can go."""
    return [row["id"] for row in await tx.fetch(_FORGET, environment_id, kept_for)]


async def known(tx: Transaction, environment_id: UUID, ids: Sequence[UUID]) -> set[UUID]:
    """Return which of these batches there are."""
    return {row["id"] for row in await tx.fetch(_KNOWN, environment_id, ids)}


def _stored(row: asyncpg.Record | None) -> StoredBatch | None:
    return None if row is None else _read(row)


def _read(row: asyncpg.Record) -> StoredBatch:
    failure = row["failure"]
    batch = Batch(
        id=row["id"],
        use_case=row["use_case"],
        state=row["state"],
        options=msgspec.json.decode(row["options"], type=BatchOptions),
        version_id=row["version_id"],
        version_digest=row["version_digest"],
        ruleset_version_id=row["ruleset_version_id"],
        ruleset_digest=row["ruleset_digest"],
        progress=BatchProgress(
            phase=row["phase"],
            rows=row["rows"],
            refused=row["refused"],
            bytes_done=row["bytes_done"],
            bytes_total=row["input_bytes"],
        ),
        input_sha256=row["input_sha256"],
        failure=None if failure is None else msgspec.json.decode(failure, type=BatchFailure),
        root=row["root"],
        entry_id=row["entry_id"],
        revision=row["revision"],
        created_at=row["created_at"],
        created_by=row["created_by"],
        ended_at=row["ended_at"],
    )
    return StoredBatch(
        batch, row["environment_id"], row["mode"], row["sealed_key"], row["fingerprint"], row["header"]
    )
