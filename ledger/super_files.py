"""What an export carries of the epochs: the super-log whole, and the log's own place in each epoch. Nothing of another log."""

import base64
import functools
import json
from collections.abc import AsyncIterator
from uuid import UUID

from core.database import Database
from ledger import epoch_store, store
from ledger.anchoring.root_files import Lines
from ledger.slots import SlotRow
from ledger.super_log import SUPER_LOG, SuperHead

SUPER_CHECKPOINT = "super/checkpoint"
RECORDS = "super/records.jsonl"
SLOTS = "super/slots.jsonl"
_ROWS_AT_ONCE = 1_000


def super_files(database: Database, log: UUID, head: SuperHead | None) -> list[tuple[str, Lines]]:
    """Name the files, and how each is read, the same bytes every time: rows of epochs never change.

    head: up to which the super-log is told; without one there is nothing to tell.
    """
    if head is None:
        return []
    return [
        (SUPER_CHECKPOINT, functools.partial(_note, head)),
        (RECORDS, functools.partial(_records, database, head.epoch)),
        (SLOTS, functools.partial(_slots, database, log, head.epoch)),
    ]


async def _note(head: SuperHead) -> AsyncIterator[bytes]:
    yield head.note.encode()


async def _records(database: Database, epoch: int) -> AsyncIterator[bytes]:
    for first in range(0, epoch, _ROWS_AT_ONCE):
        async with database.transaction(SUPER_LOG) as tx:
            rows = await store.entries_from(tx, SUPER_LOG, first, min(_ROWS_AT_ONCE, epoch - first))
        yield b"".join([_line(_text(row.entry)) for row in rows])


async def _slots(database: Database, log: UUID, epoch: int) -> AsyncIterator[bytes]:
    after = 0
    while True:
        async with database.transaction(log) as tx:
            rows = await epoch_store.epoch_slots_after(tx, log, after, epoch, _ROWS_AT_ONCE)
        if not rows:
            return
        after = rows[-1].epoch
        yield b"".join([_line(_slot(row)) for row in rows])


def _slot(row: SlotRow) -> dict[str, object]:
    return {
        "epoch": row.epoch,
        "index": row.slot,
        "leaf": _text(row.leaf),
        "path": [_text(digest) for digest in row.path],
    }


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _line(value: object) -> bytes:
    return json.dumps(value).encode() + b"\n"
