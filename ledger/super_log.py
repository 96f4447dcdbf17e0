"""The super-log: one public log over all epochs, in the tables of logs under an id that no environment has.

Its entry of index e - 1 is the record of epoch e, so the size of a checkpoint is the number of its newest epoch.
"""

import base64
import binascii
import re
from uuid import UUID

import msgspec

from core.clock import Clock
from core.database import Database, Transaction
from core.errors import ErrorKind, PlatformError
from ledger import epoch_store, store, tree
from ledger.epoch_store import Cosignature
from ledger.errors import CheckpointNotFound, EpochNotFound, SizesOutOfRange
from ledger.slots import EpochRecord, read_record
from ledger.static_log import StaticFile, newest_checkpoint, read_tile
from ledger.store import CheckpointRow
from ledger.verifier import merkle
from ledger.verifier.bundle import CHECKPOINT
from ledger.verifier.note_keys import KEY_ID_BYTES
from ledger.verifier.notes import SIGNATURES_MAX

SUPER_LOG = UUID(int=0)
"""Where the super-log is kept: row-level security knows it as an environment that nobody is."""

_LINE = re.compile(r"\u2014 (?P<name>[^\s+]{1,255}) (?P<signature>[A-Za-z0-9+/]{1,8000}={0,2})")
_COSIGNATURES_MAX = SIGNATURES_MAX - 2
"""Of a served note: what verifiers read at most, less our own lines."""


class CosignatureRefused(PlatformError):
    """Not a signature line of a note."""

    kind = ErrorKind.INVALID
    code = "ledger_cosignature_refused"


class SuperHead(msgspec.Struct, frozen=True):
    """A signed checkpoint of the super-log. epoch: its size, too. note: as it was signed, with the witnesses' lines."""

    epoch: int
    root: bytes
    note: str


class SuperLog:
    """Reads the super-log up to its newest signed checkpoint, and keeps what witnesses add to one."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def newest(self) -> SuperHead | None:
        """Return the newest signed checkpoint; None before the first epoch."""
        async with self._database.transaction(SUPER_LOG) as tx:
            return await _head(tx, await store.newest_checkpoint(tx, SUPER_LOG))

    async def head_of(self, epoch: int) -> SuperHead | None:
        """Return the signed checkpoint of that size. None where an epoch was closed before the one before was signed."""
        async with self._database.transaction(SUPER_LOG) as tx:
            return await _head(tx, await store.find_checkpoint(tx, SUPER_LOG, epoch))

    async def root_of(self, epoch: int) -> bytes:
        """Return the super-log's root at the size of an epoch. Raises: EpochNotFound."""
        async with self._database.transaction(SUPER_LOG) as tx:
            await require_signed(tx, epoch)
            return (await tree.prove(tx, SUPER_LOG, [(0, epoch)]))[0]

    async def signed_roots(self, after: int, limit: int) -> list[tuple[int, bytes]]:
        """Return size and root of each signed checkpoint above a size, the smallest first."""
        async with self._database.transaction(SUPER_LOG) as tx:
            return await store.roots_after(tx, SUPER_LOG, after, limit)

    async def consistency(self, old_epoch: int, new_epoch: int) -> tuple[bytes, ...]:
        """Prove that the super-log of `new_epoch` continues that of `old_epoch`, RFC 9162 2.1.4.

        1 <= old_epoch <= new_epoch. Raises: SizesOutOfRange, EpochNotFound.
        """
        if not 1 <= old_epoch <= new_epoch:
            raise SizesOutOfRange("These are not two sizes of the super-log.")
        async with self._database.transaction(SUPER_LOG) as tx:
            await require_signed(tx, new_epoch)
            return await tree.prove(tx, SUPER_LOG, merkle.consistency_ranges(old_epoch, new_epoch))

    async def inclusion(self, epoch: int, size: int) -> tuple[bytes, ...]:
        """Prove the record of an epoch under the super-log's root of `size`, 1 <= epoch <= size. Raises: EpochNotFound."""
        if not 1 <= epoch <= size:
            raise EpochNotFound("There is no such epoch in a super-log of this size.")
        async with self._database.transaction(SUPER_LOG) as tx:
            await require_signed(tx, size)
            return await tree.prove(tx, SUPER_LOG, merkle.inclusion_ranges(epoch - 1, size))

    async def records(self, first: int, limit: int) -> list[EpochRecord]:
        """Return the records of epochs from `first` on, oldest first, signed or not yet."""
        async with self._database.transaction(SUPER_LOG) as tx:
            rows = await store.entries_from(tx, SUPER_LOG, first - 1, limit)
        return [read_record(row.entry) for row in rows]

    async def static_file(self, path: str) -> StaticFile:
        """Return what a tlog-tiles client asks for: `checkpoint`, or a tile by its path. For anybody: it is public.

        Raises: CheckpointNotFound, TileNotFound.
        """
        async with self._database.transaction(SUPER_LOG) as tx:
            if path != CHECKPOINT:
                return await read_tile(tx, SUPER_LOG, path)
            return StaticFile((await cosigned(tx, await newest_checkpoint(tx, SUPER_LOG))).encode(), False)

    async def add_cosignature(self, size: int, line: str) -> bool:
        """Keep a witness's line under the checkpoint of `size`. The signed checkpoint itself never changes.

        line: as C2SP signed-note has it, with or without its newline; the caller has verified it. The first line of a key for
        a size stays. Returns: whether it was new. Raises: CheckpointNotFound, CosignatureRefused.
        """
        row = _cosignature(size, line.removesuffix("\n"), self._clock)
        async with self._database.transaction(SUPER_LOG) as tx:
            if await store.find_checkpoint(tx, SUPER_LOG, size) is None:
                raise CheckpointNotFound("No checkpoint of this size was signed.")
            return await epoch_store.add_cosignature(tx, SUPER_LOG, row)


async def require_signed(tx: Transaction, epoch: int) -> CheckpointRow:
    """Return the newest checkpoint, which covers this epoch. Raises: EpochNotFound."""
    newest = await store.newest_checkpoint(tx, SUPER_LOG)
    if newest is None or not 1 <= epoch <= newest.size:
        raise EpochNotFound("No signed checkpoint covers this epoch.")
    return newest


async def cosigned(tx: Transaction, row: CheckpointRow) -> str:
    """Return a checkpoint as it is served: the note that was signed, and then the witnesses' lines."""
    lines = await epoch_store.cosignatures(tx, SUPER_LOG, row.size, _COSIGNATURES_MAX)
    return row.note + "".join(f"{line}\n" for line in lines)


async def _head(tx: Transaction, row: CheckpointRow | None) -> SuperHead | None:
    if row is None:
        return None
    return SuperHead(row.size, row.root, await cosigned(tx, row))


def _cosignature(size: int, line: str, clock: Clock) -> Cosignature:
    match = _LINE.fullmatch(line)
    try:
        signature = base64.b64decode(match["signature"], validate=True) if match else b""
    except binascii.Error:
        signature = b""
    if match is None or len(signature) <= KEY_ID_BYTES:
        raise CosignatureRefused("This is not a signature line of a note.")
    return Cosignature(size, match["name"], signature[:KEY_ID_BYTES], line, clock.now())
