"""Making bundles: for each epoch a public one, then one for each log that moved, each going on from the one before.

Carried out by the worker. All that goes into a bundle is immutable, so two that make the same one write the same bytes; the first row
stays. Format: docs/decisions/0058.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from uuid import UUID

from core import ids, rounds
from core.clock import Clock
from core.database import Database, Transaction, rescope
from core.objects import Objects
from ledger import bundle_cars, bundle_store, epoch_store, store
from ledger.bundle_cars import Block, Grown
from ledger.bundle_store import BundleRow, DueBundle
from ledger.errors import LedgerCorrupt
from ledger.keys import LogKeys, PublicKey
from ledger.slots import read_record
from ledger.super_log import SUPER_LOG
from ledger.verifier import merkle
from ledger.verifier.blocks import car_of
from ledger.verifier.dagcbor import DAG_CBOR, RAW, SHA2_256, Cid, cid_of
from ledger.verifier.manifests import (
    HASHES_IN_BLOCK,
    SLOTS_IN_BUNDLE,
    Contract,
    EpochBundle,
    LogBundle,
    SlotProof,
)
from ledger.verifier.note_keys import VerifierKey
from ledger.verifier.trust import Trust

EVERY_S = 5.0
_SCOPE_MAX = 1_000

_log = logging.getLogger(__name__)


def objects_prefix(log: UUID) -> str:
    """Return the folder of a log's bundles in the object store; that of the public ones is the super-log's."""
    return f"bundles/{log.hex}"


def cid_of_manifest(digest: bytes) -> Cid:
    """Return the CID of a root block by its SHA-256."""
    return Cid(1, DAG_CBOR, SHA2_256, digest)


class BundleMaker:
    """`run()` makes what is due until cancelled. super_keys: those of the super-log. contract: where its roots are anchored."""

    def __init__(
        self,
        database: Database,
        objects: Objects,
        keys: LogKeys,
        clock: Clock,
        *,
        receipt_key: VerifierKey,
        super_keys: tuple[VerifierKey, ...],
        contract: Contract | None = None,
    ) -> None:
        self._database = database
        self._objects = objects
        self._keys = keys
        self._clock = clock
        self._receipt_key = receipt_key
        self._super_keys = super_keys
        self._contract = contract

    async def run(self) -> None:
        """Go round every five seconds until cancelled. Raises: DatabaseUnavailable, LedgerCorrupt."""
        while True:
            await self.make_all()
            await asyncio.sleep(EVERY_S)

    async def make_all(self) -> int:
        """Make every bundle that is due. Returns: how many."""
        made = 0
        while await self.make_epoch() is not None:
            made += 1
        environments = await self._database.environments()
        for at in range(0, len(environments), rounds.ENVIRONMENTS_MAX):
            while count := await self.make_logs(environments[at : at + rounds.ENVIRONMENTS_MAX]):
                made += count
        return made

    async def make_epoch(self) -> BundleRow | None:
        """Make the public bundle of the next epoch, once that is closed and signed. Returns: None when there is none to make."""
        async with self._database.transaction(SUPER_LOG) as tx:
            newest = await bundle_store.newest(tx, SUPER_LOG)
            epoch = 1 if newest is None else newest.epoch + 1
            note = await bundle_store.note_from(tx, SUPER_LOG, epoch)
            if note is None:
                return None
            record = (await store.entries_from(tx, SUPER_LOG, epoch - 1, 1))[0].entry
            hashes = await _slot_hashes(tx, epoch, read_record(record).slots)
        blocks = {}
        for at in range(0, len(hashes), HASHES_IN_BLOCK):
            data = b"".join(hashes[at : at + HASHES_IN_BLOCK])
            blocks[cid_of(RAW, data)] = data
        manifest = EpochBundle(
            epoch=epoch,
            record=record,
            slots=tuple(blocks),
            checkpoint=note,
            keys=Trust((), (), super_keys=self._super_keys).text(),
            contract=self._contract,
            prev=None if newest is None else cid_of_manifest(newest.manifest),
        ).block()
        root = cid_of(DAG_CBOR, manifest)
        pieces = _all(b"".join(car_of(root, [(root, manifest), *blocks.items()])))
        return await self._keep(SUPER_LOG, epoch, root, pieces, (epoch - 1, epoch))

    async def make_logs(self, logs: Sequence[UUID]) -> int:
        """Make the next bundle of each of these logs that has one due. Returns: how many."""
        async with self._database.transaction([SUPER_LOG, *logs]) as tx:
            newest = await bundle_store.newest(tx, SUPER_LOG)
            due = (
                await bundle_store.due(tx, logs, newest.epoch, SLOTS_IN_BUNDLE) if newest is not None else []
            )
        for one in due:
            await self._make_log(one)
        return len(due)

    async def _make_log(self, due: DueBundle) -> None:
        async with self._database.transaction([SUPER_LOG, due.log]) as tx:
            places = await epoch_store.epoch_slots_after(tx, due.log, due.after, due.epoch, SLOTS_IN_BUNDLE)
            checkpoint = await store.find_checkpoint(tx, due.log, places[-1].size)
            before = await bundle_store.find(tx, due.log, due.after)
            public = await bundle_store.find(tx, SUPER_LOG, due.epoch)
            note = await bundle_store.note_from(tx, SUPER_LOG, due.epoch)
            record = (await store.entries_from(tx, SUPER_LOG, due.epoch - 1, 1))[0].entry
        if public is None or note is None or (checkpoint is None and places[-1].size):
            raise LedgerCorrupt("A bundle cannot be made.", internal=f"{due=}")
        keys = [one for one in await self._keys.public(due.log) if one.signs_at(places[-1].size)]
        signed = "" if checkpoint is None else checkpoint.note
        notes = await self._handovers(keys, due, signed)
        grown = Grown(self._database, due.log, due.start, places[-1].size)
        named = await bundle_cars.name_files(grown)
        manifest = LogBundle(
            log=due.log.bytes,
            epoch=due.epoch,
            start=grown.start,
            end=grown.end,
            keys=Trust(tuple(one.key for one in keys), (self._receipt_key,)).text(),
            checkpoint=signed,
            tiles=named.tiles,
            entries=named.entries,
            slots=tuple(SlotProof(one.epoch, one.slot, one.leaf, one.path) for one in places),
            record=record,
            super_note=note,
            contract=self._contract,
            public=cid_of_manifest(public.manifest),
            prev=None if before is None else cid_of_manifest(before.manifest),
            handovers=tuple(cid for cid, _ in notes),
        ).block()
        root = cid_of(DAG_CBOR, manifest)
        pieces = bundle_cars.write((root, manifest), named, notes, grown)
        await self._keep(due.log, due.epoch, root, pieces, (grown.start, grown.end))

    async def _handovers(self, keys: Sequence[PublicKey], due: DueBundle, newest: str) -> list[Block]:
        """Find the checkpoints that handed the log over to another key since the bundle before, but for `newest`, the bundle's own."""
        places = sorted({one.place for one in keys if one.place is not None and one.place >= due.start})
        async with self._database.transaction(due.log) as tx:
            notes = [await bundle_store.note_from(tx, due.log, place + 1) for place in places]
        told = [note.encode() for note in dict.fromkeys(notes) if note is not None and note != newest]
        return [(cid_of(RAW, note), note) for note in told]

    async def _keep(
        self, log: UUID, epoch: int, root: Cid, pieces: AsyncIterator[bytes], sizes: tuple[int, int]
    ) -> BundleRow:
        """Store the file, then say that it is there."""
        car = await self._objects.receive(objects_prefix(log), pieces)
        row = BundleRow(
            epoch=epoch,
            manifest=root.digest,
            car=bytes.fromhex(car),
            car_bytes=await self._objects.size(f"{objects_prefix(log)}/{car}"),
            start=sizes[0],
            end=sizes[1],
            made_at=self._clock.now(),
        )
        async with self._database.transaction(log) as tx:
            await bundle_store.add(tx, log, row)
        about = {"environment_id": log, "log": ids.public("env", log), "epoch": epoch, "cid": str(root)}
        _log.info("A bundle is made.", extra=about)
        return row


async def _slot_hashes(tx: Transaction, epoch: int, count: int) -> list[bytes]:
    """Return the leaf hashes of an epoch's tree, in the order of slots. Raises: LedgerCorrupt."""
    logs = [log for _, log in (await epoch_store.slots(tx))[:count]]
    found: dict[int, bytes] = {}
    for at in range(0, len(logs), _SCOPE_MAX):
        scope = logs[at : at + _SCOPE_MAX]
        await rescope(tx, scope)
        found.update(await epoch_store.leaves(tx, scope, epoch))
    if sorted(found) != list(range(count)):
        raise LedgerCorrupt("A slot of an epoch is missing.", internal=f"{epoch=} {count=}")
    return [merkle.leaf_hash(found[slot]) for slot in range(count)]


async def _all(data: bytes) -> AsyncIterator[bytes]:
    yield data
