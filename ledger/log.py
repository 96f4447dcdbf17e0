"""The log as callers read it: entries, proofs, checkpoints, tiles, keys. Nobody writes here but the sequencer."""

from collections.abc import AsyncIterator
from uuid import UUID

import msgspec

from core import ids
from core.clock import from_micros
from core.database import Database, Transaction
from core.pages import Page, page_of
from ledger import exports, store, tree
from ledger.entities import (
    ConsistencyProof,
    EntryProof,
    LedgerEntry,
    LedgerKey,
    LedgerKeys,
    SignedCheckpoint,
)
from ledger.entry_search import EntryFilter, search
from ledger.errors import CheckpointNotFound, EntryNotFound, SizesOutOfRange
from ledger.exports import ExportSource
from ledger.key_views import KeyKind, installation_key, log_key, log_keys
from ledger.keys import LogKeys
from ledger.static_log import StaticFile, newest_checkpoint, read_tile
from ledger.store import CheckpointRow, EntryRow
from ledger.super_log import SuperLog
from ledger.verifier import merkle
from ledger.verifier.bundle import CHECKPOINT
from ledger.verifier.entries import read_entry
from ledger.verifier.key_history import KIND_OF_CODE
from ledger.verifier.note_keys import VerifierKey
from ledger.verifier.trust import Trust
from tenants.permissions import Permission
from tenants.principals import Principal

EVERY_ENTRY = EntryFilter()
_PROVEN_AT_ONCE = 100
_TILES_OF_ENTRIES = "tile/entries/"
_SIZE_BEYOND = 2**63 - 1


class Ledger:
    """Reads one environment's log, the caller's own."""

    def __init__(
        self,
        database: Database,
        keys: LogKeys,
        super_log: SuperLog,
        *,
        receipt_key: VerifierKey,
        super_keys: tuple[VerifierKey, ...],
    ) -> None:
        self._database = database
        self._keys = keys
        self._super_log = super_log
        self._receipt_key = receipt_key
        self._super_keys = super_keys

    async def get_entry(self, caller: Principal, eid: UUID) -> LedgerEntry:
        """Raises: PermissionDenied, EntryNotFound."""
        caller.require(Permission.LEDGER_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            return _entry(await _shown_entry(tx, caller, eid))

    async def list_entries(
        self, caller: Principal, *, after: UUID | None, limit: int, wanted: EntryFilter = EVERY_ENTRY
    ) -> Page[LedgerEntry]:
        """List sequenced entries in the log's order, oldest first, so that a reader can follow it. A page of what is wanted may be
        short, or empty, and have more after it.

        Raises: PermissionDenied, EntryNotFound when `after` is not in the log.
        """
        caller.require(Permission.LEDGER_READ)
        narrow = wanted.within(caller.log_part)
        async with self._database.transaction(caller.environment_id) as tx:
            first = 0
            if after is not None:
                row = await _get_entry(tx, caller.environment_id, after)
                if row.idx is None:
                    raise EntryNotFound("This entry is not sequenced yet.")
                first = row.idx + 1
            if not narrow.everything:
                found = await search(tx, caller.environment_id, narrow, first, limit)
                cursor = None if found.reached is None else ids.public("ent", found.reached.eid)
                return Page([_entry(row) for row in found.rows], cursor is not None, cursor)
            rows = await store.entries_from(tx, caller.environment_id, first, limit + 1)
        return page_of([_entry(row) for row in rows], limit, lambda entry: entry.id)

    async def export_entries(self, caller: Principal, wanted: EntryFilter) -> AsyncIterator[bytes]:
        """Start an export of entries, each with its proof under the newest checkpoint. Returns: lines of JSON, made as they are read.

        Raises: PermissionDenied, CheckpointNotFound, before the first line.
        """
        caller.require(Permission.LEDGER_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            newest = await newest_checkpoint(tx, caller.environment_id)
        return self._proven(caller.environment_id, wanted.within(caller.log_part), newest)

    async def _proven(
        self, environment_id: UUID, wanted: EntryFilter, newest: CheckpointRow
    ) -> AsyncIterator[bytes]:
        first = 0
        while True:
            async with self._database.transaction(environment_id) as tx:
                found = await search(tx, environment_id, wanted, first, _PROVEN_AT_ONCE)
                for row in found.rows:
                    if row.idx is None or row.idx >= newest.size:
                        return
                    path = await tree.prove(tx, environment_id, merkle.inclusion_ranges(row.idx, newest.size))
                    yield msgspec.json.encode(_proof(environment_id, row, newest, path)) + b"\n"
            if found.reached is None or found.reached.idx is None:
                return
            first = found.reached.idx + 1

    async def proof(self, caller: Principal, eid: UUID) -> EntryProof:
        """Prove an entry under the newest checkpoint: proof and checkpoint are of the same size.

        Raises: PermissionDenied, EntryNotFound.
        """
        caller.require(Permission.LEDGER_READ)
        environment_id = caller.environment_id
        async with self._database.transaction(environment_id) as tx:
            row = await _shown_entry(tx, caller, eid)
            newest = await store.newest_checkpoint(tx, environment_id)
            index = row.idx
            if index is None or newest is None or newest.size <= index:
                return _proof(environment_id, row, None, None)
            path = await tree.prove(tx, environment_id, merkle.inclusion_ranges(index, newest.size))
        return _proof(environment_id, row, newest, path)

    async def consistency(self, caller: Principal, from_size: int, to_size: int) -> ConsistencyProof:
        """Prove that the log of `to_size` entries begins with that of `from_size`.

        Raises: PermissionDenied, SizesOutOfRange.
        """
        caller.require(Permission.LEDGER_READ)
        environment_id = caller.environment_id
        async with self._database.transaction(environment_id) as tx:
            newest = await store.newest_checkpoint(tx, environment_id)
            if not 1 <= from_size <= to_size <= (newest.size if newest else 0):
                raise SizesOutOfRange("These sizes are not two sizes of this log.")
            roots = [await tree.prove(tx, environment_id, [(0, size)]) for size in (from_size, to_size)]
            path = await tree.prove(tx, environment_id, merkle.consistency_ranges(from_size, to_size))
        return ConsistencyProof(
            log_id=ids.public("env", environment_id),
            from_size=from_size,
            to_size=to_size,
            from_root=roots[0][0],
            to_root=roots[1][0],
            path=path,
        )

    async def latest_checkpoint(self, caller: Principal) -> SignedCheckpoint:
        """Raises: PermissionDenied, CheckpointNotFound."""
        caller.require(Permission.LEDGER_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            return _checkpoint(caller.environment_id, await newest_checkpoint(tx, caller.environment_id))

    async def get_checkpoint(self, caller: Principal, size: int) -> SignedCheckpoint:
        """Raises: PermissionDenied, CheckpointNotFound."""
        caller.require(Permission.LEDGER_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            row = await store.find_checkpoint(tx, caller.environment_id, size)
        if row is None:
            raise CheckpointNotFound("No checkpoint of this size was signed.")
        return _checkpoint(caller.environment_id, row)

    async def list_checkpoints(
        self, caller: Principal, *, after: int | None, limit: int
    ) -> Page[SignedCheckpoint]:
        """List checkpoints, newest first. after: the size of the last one seen. Raises: PermissionDenied."""
        caller.require(Permission.LEDGER_READ)
        before = _SIZE_BEYOND if after is None else after
        async with self._database.transaction(caller.environment_id) as tx:
            rows = await store.checkpoints_before(tx, caller.environment_id, before, limit + 1)
        found = [_checkpoint(caller.environment_id, row) for row in rows]
        return page_of(found, limit, lambda checkpoint: str(checkpoint.size))

    async def static_file(self, caller: Principal, path: str) -> StaticFile:
        """Return what a tlog-tiles client asks for: `checkpoint`, or a tile by its path.

        Raises: PermissionDenied, CheckpointNotFound, TileNotFound.
        """
        if path == CHECKPOINT:
            return StaticFile((await self.latest_checkpoint(caller)).note.encode(), False)
        caller.require(Permission.LEDGER_READ)
        if path.startswith(_TILES_OF_ENTRIES):
            caller.require_whole_log()
        async with self._database.transaction(caller.environment_id) as tx:
            return await read_tile(tx, caller.environment_id, path)

    async def keys(self, caller: Principal) -> LedgerKeys:
        """Raises: PermissionDenied."""
        caller.require(Permission.LEDGER_READ)
        public = await self._keys.public(caller.environment_id)
        async with self._database.transaction(caller.environment_id) as tx:
            newest = await store.newest_checkpoint(tx, caller.environment_id)
        listed = log_keys(public, newest.size if newest is not None else 0)
        return LedgerKeys(
            log_id=ids.public("env", caller.environment_id),
            origin=public[0].key.name,
            keys=(
                *listed,
                installation_key("receipts", self._receipt_key),
                *(installation_key("super", key) for key in self._super_keys),
            ),
        )

    async def rotate_key(self, caller: Principal, kind: KeyKind) -> LedgerKey:
        """Make the log's next key, appointed by an entry of the log; it signs from the first checkpoint that covers it.

        Raises: PermissionDenied, KeyKindUnused, RotationUnderWay.
        """
        caller.require(Permission.LEDGER_ROTATE)
        environment_id = caller.environment_id
        await self._keys.open(environment_id)
        async with self._database.transaction(environment_id) as tx:
            made = await self._keys.rotate(tx, environment_id, KIND_OF_CODE[kind], caller.id)
        return log_key(made, "appointed")

    async def export(self, caller: Principal) -> AsyncIterator[bytes]:
        """Start an export of the whole log at its newest checkpoint. Returns: the pieces of a tar, made as they are read.

        The super-log's checkpoint is read first, so that no epoch in the export holds more of the log than the export does.

        Raises: PermissionDenied, CheckpointNotFound, before the first piece.
        """
        return exports.stream(await self._export_source(caller))

    async def export_into(
        self, caller: Principal, folder: str, written: dict[str, str]
    ) -> AsyncIterator[bytes]:
        """Start the same export as a part of another tar, as `exports.members` writes it. Raises: as `export`."""
        return exports.members(await self._export_source(caller), folder, written)

    async def _export_source(self, caller: Principal) -> ExportSource:
        caller.require(Permission.LEDGER_EXPORT)
        caller.require_whole_log()
        environment_id = caller.environment_id
        super_head = await self._super_log.newest()
        async with self._database.transaction(environment_id) as tx:
            newest = await newest_checkpoint(tx, environment_id)
        trust = await self._trust(environment_id, newest.size)
        return ExportSource(self._database, environment_id, newest, trust, super_head)

    async def _trust(self, environment_id: UUID, size: int) -> Trust:
        """Return the keys that sign checkpoints up to `size`."""
        public = await self._keys.public(environment_id)
        logs = tuple(one.key for one in public if one.signs_at(size))
        return Trust(logs, (self._receipt_key,), self._super_keys)


async def _get_entry(tx: Transaction, environment_id: UUID, eid: UUID) -> EntryRow:
    row = await store.find_entry(tx, environment_id, eid)
    if row is None:
        raise EntryNotFound("There is no such entry.")
    return row


async def _shown_entry(tx: Transaction, caller: Principal, eid: UUID) -> EntryRow:
    """Raises: EntryNotFound, for what is outside of the part that the caller was given, too."""
    row = await _get_entry(tx, caller.environment_id, eid)
    if not EVERY_ENTRY.within(caller.log_part).takes(read_entry(row.entry)):
        raise EntryNotFound("There is no such entry.")
    return row


def _entry(row: EntryRow) -> LedgerEntry:
    fields = read_entry(row.entry)
    return LedgerEntry(
        id=ids.public("ent", row.eid),
        state="pending" if row.idx is None else "sequenced",
        index=row.idx,
        type=fields.typ,
        at=from_micros(fields.ts),
        actor=fields.act,
        outcome=fields.out,
        model_hash=fields.model.hex() if fields.model is not None else None,
        ruleset_hash=fields.rules.hex() if fields.rules is not None else None,
        score_millionths=fields.score,
        commitments=fields.pc,
        refs=tuple(str(UUID(bytes=ref)) for ref in fields.refs),
        leaf_hash=row.leaf_hash,
        entry=row.entry,
    )


def _proof(
    environment_id: UUID, row: EntryRow, checkpoint: CheckpointRow | None, path: tuple[bytes, ...] | None
) -> EntryProof:
    return EntryProof(
        log_id=ids.public("env", environment_id),
        entry_id=ids.public("ent", row.eid),
        state="pending" if checkpoint is None else "included",
        entry=row.entry,
        leaf_hash=row.leaf_hash,
        leaf_index=row.idx if checkpoint is not None else None,
        checkpoint=checkpoint.note if checkpoint is not None else None,
        path=path,
    )


def _checkpoint(environment_id: UUID, row: CheckpointRow) -> SignedCheckpoint:
    return SignedCheckpoint(
        log_id=ids.public("env", environment_id),
        size=row.size,
        root=row.root,
        note=row.note,
        signed_at=row.signed_at,
    )


async def is_settled(tx: Transaction, environment_id: UUID) -> bool:
    """Say whether nothing waits for its place in a log, and its newest checkpoint holds every entry of it."""
    return await store.is_settled(tx, environment_id)
