"""SQL of the log. Private to `ledger`."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

import asyncpg
import msgspec

from core.database import Transaction
from ledger.verifier.merkle import DIGEST_BYTES, CompactRange

# One leader for the whole installation: an arbitrary number, the beginning of SHA-256("countermark/sequencer").
LEADER_LOCK = 0x07E4_FE42_EEEE_6B5F

_LEAD = "SELECT pg_try_advisory_lock($1)"
_ENVIRONMENTS = "SELECT environment_id FROM environment_directory ORDER BY environment_id"
_WAITING = """
SELECT e.id FROM unnest($1::uuid[]) AS e (id)
WHERE EXISTS (SELECT 1 FROM ledger_intake i WHERE i.environment_id = e.id)
   OR EXISTS (
        SELECT 1 FROM ledger_head h WHERE h.environment_id = e.id AND h.size > 0
        AND NOT EXISTS (SELECT 1 FROM ledger_checkpoint c WHERE c.environment_id = e.id AND c.size = h.size)
   )
"""
_HEAD = "SELECT size, edge FROM ledger_head WHERE environment_id = $1"
_ADD_HEAD = """
INSERT INTO ledger_head (environment_id, size, edge) VALUES ($1, 0, '') ON CONFLICT DO NOTHING
"""
_MOVE_HEAD = (
    "UPDATE ledger_head SET size = $3, edge = $4 WHERE environment_id = $1 AND size = $2 RETURNING size"
)
_TAKE = """
SELECT seq, eid, leaf_hash, entry FROM ledger_intake WHERE environment_id = $1 ORDER BY seq LIMIT $2
"""
_KNOWN = "SELECT eid, leaf_hash FROM ledger_entry WHERE environment_id = $1 AND eid = ANY ($2::uuid[])"
_ADD_ENTRIES = """
INSERT INTO ledger_entry (environment_id, idx, eid, leaf_hash, entry)
SELECT $1, $2 + u.place - 1, u.eid, u.leaf_hash, u.entry
FROM unnest($3::uuid[], $4::bytea[], $5::bytea[]) WITH ORDINALITY AS u (eid, leaf_hash, entry, place)
"""
_ADD_TILES = """
INSERT INTO ledger_tile (environment_id, level, idx, hashes, root)
SELECT $1, * FROM unnest($2::smallint[], $3::bigint[], $4::bytea[], $5::bytea[])
"""
_ADD_REFUSED = """
INSERT INTO ledger_refused (environment_id, seq, eid, leaf_hash, entry, reason, refused_at)
SELECT $1, seq, eid, leaf_hash, entry, $3, $4 FROM ledger_intake WHERE environment_id = $1 AND seq = $2
"""
_DROP_TAKEN = "DELETE FROM ledger_intake WHERE environment_id = $1 AND seq = ANY ($2::bigint[])"
_ADD_CHECKPOINT = """
INSERT INTO ledger_checkpoint (environment_id, size, root, note, signed_at) VALUES ($1, $2, $3, $4, $5)
"""
_NEWEST_CHECKPOINT = """
SELECT size, root, note, signed_at FROM ledger_checkpoint WHERE environment_id = $1 ORDER BY size DESC LIMIT 1
"""
_SETTLED = """
SELECT NOT EXISTS (SELECT 1 FROM ledger_intake WHERE environment_id = $1)
   AND (SELECT size FROM ledger_head WHERE environment_id = $1)
     = (SELECT max(size) FROM ledger_checkpoint WHERE environment_id = $1)
"""
_CHECKPOINT = (
    "SELECT size, root, note, signed_at FROM ledger_checkpoint WHERE environment_id = $1 AND size = $2"
)
_CHECKPOINTS_BEFORE = """
SELECT size, root, note, signed_at FROM ledger_checkpoint
WHERE environment_id = $1 AND size < $2 ORDER BY size DESC LIMIT $3
"""
_NOTES_AFTER = """
SELECT size, note FROM ledger_checkpoint
WHERE environment_id = $1 AND size > $2 AND size <= $3 ORDER BY size LIMIT $4
"""
_ROOTS_AFTER = """
SELECT size, root FROM ledger_checkpoint WHERE environment_id = $1 AND size > $2 ORDER BY size LIMIT $3
"""
_ENTRY = "SELECT idx, eid, leaf_hash, entry FROM ledger_entry WHERE environment_id = $1 AND eid = $2"
_PENDING = """
SELECT NULL::bigint AS idx, eid, leaf_hash, entry FROM ledger_intake WHERE environment_id = $1 AND eid = $2
ORDER BY seq LIMIT 1
"""
_ENTRIES_FROM = """
SELECT idx, eid, leaf_hash, entry FROM ledger_entry
WHERE environment_id = $1 AND idx >= $2 ORDER BY idx LIMIT $3
"""
_ENTRIES_AT = "SELECT idx, entry FROM ledger_entry WHERE environment_id = $1 AND idx = ANY ($2::bigint[])"
_SIZE = "SELECT size FROM ledger_head WHERE environment_id = $1"
_ENTRIES_WITH = """
SELECT idx, eid, leaf_hash, entry FROM ledger_entry
WHERE environment_id = $1 AND idx >= $2 AND idx < $3
    AND (cardinality($4::bytea[]) = 0 OR EXISTS (SELECT FROM unnest($4::bytea[]) AS needle WHERE position(needle IN entry) > 0))
    AND ($5::bytea IS NULL OR position($5 IN entry) > 0)
ORDER BY idx LIMIT $6
"""
_TILES = """
SELECT t.level, t.idx, t.hashes FROM unnest($2::smallint[], $3::bigint[]) AS wanted (level, idx)
CROSS JOIN LATERAL (
    SELECT * FROM ledger_tile WHERE environment_id = $1 AND level = wanted.level AND idx = wanted.idx LIMIT 1
) t
"""
_LEAF_HASHES = """
SELECT leaf_hash FROM ledger_entry WHERE environment_id = $1 AND idx >= $2 AND idx < $3 ORDER BY idx
"""
_TILE_ROOTS = """
SELECT root FROM ledger_tile WHERE environment_id = $1 AND level = $2 AND idx >= $3 AND idx < $4 ORDER BY idx
"""


class Waiting(msgspec.Struct, frozen=True):
    """A row of the intake."""

    seq: int
    eid: UUID
    leaf_hash: bytes
    entry: bytes


class EntryRow(msgspec.Struct, frozen=True):
    """idx: None while the entry waits in the intake."""

    idx: int | None
    eid: UUID
    leaf_hash: bytes
    entry: bytes


class TileRow(msgspec.Struct, frozen=True):
    level: int
    idx: int
    hashes: bytes
    root: bytes


class CheckpointRow(msgspec.Struct, frozen=True):
    size: int
    root: bytes
    note: str
    signed_at: dt.datetime


async def try_lead(connection: asyncpg.Connection) -> bool:
    """Try to become the one sequencer, for as long as this connection lives."""
    return bool(await connection.fetchval(_LEAD, LEADER_LOCK))


async def environments(tx: Transaction) -> list[UUID]:
    return [row[0] for row in await tx.fetch(_ENVIRONMENTS)]


async def waiting_environments(tx: Transaction, scope: Sequence[UUID]) -> list[UUID]:
    """Of these environments, those with rows in the intake or entries that no checkpoint covers."""
    return [row[0] for row in await tx.fetch(_WAITING, scope)]


async def load_head(tx: Transaction, environment_id: UUID) -> CompactRange:
    """Read the tree's right edge; a log that is not there yet is empty."""
    row = await tx.fetchrow(_HEAD, environment_id)
    if row is None:
        await tx.execute(_ADD_HEAD, environment_id)
        return CompactRange()
    edge = row["edge"]
    return CompactRange(
        row["size"], [edge[at : at + DIGEST_BYTES] for at in range(0, len(edge), DIGEST_BYTES)]
    )


async def move_head(tx: Transaction, environment_id: UUID, old_size: int, head: CompactRange) -> bool:
    """Fence: move the head only from the size that it was read at. Returns: whether it was still there."""
    edge = b"".join(head.hashes)
    return await tx.fetchval(_MOVE_HEAD, environment_id, old_size, head.size, edge) is not None


async def take(tx: Transaction, environment_id: UUID, limit: int) -> list[Waiting]:
    return [Waiting(*row) for row in await tx.fetch(_TAKE, environment_id, limit)]


async def known_leaves(tx: Transaction, environment_id: UUID, eids: Sequence[UUID]) -> dict[UUID, bytes]:
    """Return the leaf hashes of those entries that are in the log already."""
    return {row[0]: row[1] for row in await tx.fetch(_KNOWN, environment_id, eids)}


async def add_entries(tx: Transaction, environment_id: UUID, first: int, rows: Sequence[Waiting]) -> None:
    await tx.execute(
        _ADD_ENTRIES,
        environment_id,
        first,
        [row.eid for row in rows],
        [row.leaf_hash for row in rows],
        [row.entry for row in rows],
    )


async def add_tiles(tx: Transaction, environment_id: UUID, rows: Sequence[TileRow]) -> None:
    await tx.execute(
        _ADD_TILES,
        environment_id,
        [row.level for row in rows],
        [row.idx for row in rows],
        [row.hashes for row in rows],
        [row.root for row in rows],
    )


async def add_refused(tx: Transaction, environment_id: UUID, seq: int, reason: str, at: dt.datetime) -> None:
    await tx.execute(_ADD_REFUSED, environment_id, seq, reason, at)


async def drop_taken(tx: Transaction, environment_id: UUID, rows: Sequence[Waiting]) -> None:
    await tx.execute(_DROP_TAKEN, environment_id, [row.seq for row in rows])


async def add_checkpoint(tx: Transaction, environment_id: UUID, row: CheckpointRow) -> None:
    await tx.execute(_ADD_CHECKPOINT, environment_id, row.size, row.root, row.note, row.signed_at)


async def is_settled(tx: Transaction, environment_id: UUID) -> bool:
    """Say whether nothing waits for its place in a log, and its newest checkpoint holds every entry of it."""
    return bool(await tx.fetchval(_SETTLED, environment_id))


async def newest_checkpoint(tx: Transaction, environment_id: UUID) -> CheckpointRow | None:
    return _checkpoint(await tx.fetchrow(_NEWEST_CHECKPOINT, environment_id))


async def find_checkpoint(tx: Transaction, environment_id: UUID, size: int) -> CheckpointRow | None:
    return _checkpoint(await tx.fetchrow(_CHECKPOINT, environment_id, size))


async def checkpoints_before(
    tx: Transaction, environment_id: UUID, size: int, limit: int
) -> list[CheckpointRow]:
    """Newest first."""
    return [CheckpointRow(*row) for row in await tx.fetch(_CHECKPOINTS_BEFORE, environment_id, size, limit)]


async def notes_after(
    tx: Transaction, environment_id: UUID, after: int, to: int, limit: int
) -> list[tuple[int, str]]:
    """Signed notes by size, oldest first."""
    return [(row[0], row[1]) for row in await tx.fetch(_NOTES_AFTER, environment_id, after, to, limit)]


async def roots_after(
    tx: Transaction, environment_id: UUID, after: int, limit: int
) -> list[tuple[int, bytes]]:
    """Sizes and roots that were signed, oldest first."""
    return [(row[0], row[1]) for row in await tx.fetch(_ROOTS_AFTER, environment_id, after, limit)]


async def find_entry(tx: Transaction, environment_id: UUID, eid: UUID) -> EntryRow | None:
    """Look in the intake first: a row moves from there to the log, so it is never missed between two statements."""
    pending = await tx.fetchrow(_PENDING, environment_id, eid)
    row = await tx.fetchrow(_ENTRY, environment_id, eid) or pending
    return None if row is None else EntryRow(*row)


async def entries_from(tx: Transaction, environment_id: UUID, first: int, limit: int) -> list[EntryRow]:
    return [EntryRow(*row) for row in await tx.fetch(_ENTRIES_FROM, environment_id, first, limit)]


async def entries_at(tx: Transaction, environment_id: UUID, places: Sequence[int]) -> dict[int, bytes]:
    """Entries by their index; those that are not there are left out."""
    return {row[0]: row[1] for row in await tx.fetch(_ENTRIES_AT, environment_id, places)}


async def size(tx: Transaction, environment_id: UUID) -> int:
    """How many entries the log has."""
    found = await tx.fetchrow(_SIZE, environment_id)
    return 0 if found is None else found["size"]


async def entries_with(
    tx: Transaction,
    environment_id: UUID,
    between: range,
    needles: Sequence[bytes],
    actor: bytes | None,
    limit: int,
) -> list[EntryRow]:
    """Entries of these indices whose bytes hold one of `needles`, if there are any, and `actor`, if there is one."""
    rows = await tx.fetch(
        _ENTRIES_WITH, environment_id, between.start, between.stop, list(needles), actor, limit
    )
    return [EntryRow(*row) for row in rows]


async def tiles(
    tx: Transaction, environment_id: UUID, wanted: Sequence[tuple[int, int]]
) -> dict[tuple[int, int], bytes]:
    """Full tiles among those wanted, by level and index."""
    rows = await tx.fetch(_TILES, environment_id, [one[0] for one in wanted], [one[1] for one in wanted])
    return {(row[0], row[1]): row[2] for row in rows}


async def hashes_between(
    tx: Transaction, environment_id: UUID, level: int, start: int, end: int
) -> list[bytes]:
    """Hashes of one level of tiles: leaf hashes at 0, roots of full tiles of the level below above it."""
    if level == 0:
        rows = await tx.fetch(_LEAF_HASHES, environment_id, start, end)
    else:
        rows = await tx.fetch(_TILE_ROOTS, environment_id, level - 1, start, end)
    return [row[0] for row in rows]


def _checkpoint(row: asyncpg.Record | None) -> CheckpointRow | None:
    return None if row is None else CheckpointRow(*row)
