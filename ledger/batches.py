"""One batch of the sequencer, as pure data: what enters the log, what cannot, and the tree that comes of it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec

from ledger.plain_entries import PlainEntry, find_plain
from ledger.store import TileRow, Waiting
from ledger.verifier import merkle
from ledger.verifier.entries import Entry, EntryRefused, read_entry
from ledger.verifier.merkle import CompactRange
from ledger.verifier.tiles import HEIGHT, WIDTH


class Refusal(msgspec.Struct, frozen=True):
    """A row that can never be an entry. Its receipt, if it had one, will prove an omission: it must not happen quietly."""

    seq: int
    eid: UUID
    reason: str


class Batch(msgspec.Struct, frozen=True):
    accepted: list[Waiting]
    refusals: list[Refusal]


def select(environment_id: UUID, rows: Sequence[Waiting], known: Mapping[UUID, bytes]) -> Batch:
    """Choose what enters the log: each eid once, and only what every verifier will read.

    known: leaf hashes of the eids that are in the log already. A row that repeats an entry is dropped: appending is
    idempotent. One that brings another content under the same eid is refused.
    """
    accepted: list[Waiting] = []
    refusals: list[Refusal] = []
    seen = dict(known)
    for row in rows:
        before = seen.get(row.eid)
        if before == row.leaf_hash:
            continue
        reason = "another entry has this id" if before is not None else _fault(environment_id, row)
        if reason is not None:
            refusals.append(Refusal(row.seq, row.eid, reason))
            continue
        seen[row.eid] = row.leaf_hash
        accepted.append(row)
    return Batch(accepted, refusals)


def _fault(environment_id: UUID, row: Waiting) -> str | None:
    entry: PlainEntry | Entry | None = find_plain(row.entry)
    if entry is None:
        try:
            entry = read_entry(row.entry)
        except EntryRefused as error:
            return str(error)
    if entry.log != environment_id.bytes or entry.eid != row.eid.bytes:
        return "the entry names another log or id"
    if merkle.leaf_hash(row.entry) != row.leaf_hash:
        return "the leaf hash is not the entry's"
    return None


def completed_levels(old_size: int, new_size: int) -> list[int]:
    """Name the levels in which at least one tile becomes full."""
    levels: list[int] = []
    level = 0
    while new_size >> HEIGHT * (level + 1) > old_size >> HEIGHT * (level + 1):
        levels.append(level)
        level += 1
    return levels


def open_range(size: int, level: int) -> tuple[int, int]:
    """Return the range of a level's hashes that its last tile, not full yet, holds."""
    count = size >> HEIGHT * level
    return count - count % WIDTH, count


def completed_tiles(
    old_size: int, leaves: Sequence[bytes], open_hashes: Mapping[int, Sequence[bytes]]
) -> list[TileRow]:
    """Make the tiles that a batch fills.

    leaves: hashes of the batch. open_hashes: for each of `completed_levels`, the hashes in `open_range` before it.
    """
    rows: list[TileRow] = []
    fresh = list(leaves)
    for level in completed_levels(old_size, old_size + len(leaves)):
        hashes = [*open_hashes[level], *fresh]
        first = open_range(old_size, level)[0] // WIDTH
        fresh = []
        for place in range(len(hashes) // WIDTH):
            tile = hashes[place * WIDTH : (place + 1) * WIDTH]
            fresh.append(merkle.perfect_root(tile))
            rows.append(TileRow(level, first + place, b"".join(tile), fresh[-1]))
    return rows


def grown(head: CompactRange, leaves: Sequence[bytes]) -> CompactRange:
    """Return the tree after a batch; the tree before it stays as it is."""
    tree = CompactRange(head.size, head.hashes)
    tree.extend(leaves)
    return tree
