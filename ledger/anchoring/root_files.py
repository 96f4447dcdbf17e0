"""Signed roots as lines of JSON: in exports, and for anybody (docs/decisions/0051)."""

import functools
import json
from collections.abc import AsyncIterator, Callable

from core.database import Database
from ledger.anchoring import root_store
from ledger.anchoring.root_store import End, SignedRootRow

Lines = Callable[[], AsyncIterator[bytes]]

_ROWS_AT_ONCE = 1_000
_SHOWN_MAX = 144
"""A day of epochs of ten minutes."""


async def root_lines(database: Database, epoch_max: int) -> Lines | None:
    """Return how the roots up to an epoch are read, the same bytes every time, oldest first; None where none is signed."""
    async with database.unscoped() as tx:
        ends = await root_store.ends(tx, epoch_max)
    return functools.partial(_lines, database, ends) if ends else None


async def newest_lines(database: Database) -> bytes:
    """Return the newest 144 signed roots, newest first; nothing where none is. They are for anybody."""
    async with database.unscoped() as tx:
        return b"".join([_line(row) for row in await root_store.newest(tx, _SHOWN_MAX)])


async def _lines(database: Database, ends: list[End]) -> AsyncIterator[bytes]:
    for end in ends:
        after = 0
        while after < end.epoch:
            async with database.unscoped() as tx:
                rows = await root_store.signed_after(tx, end, after, _ROWS_AT_ONCE)
            yield b"".join([_line(row) for row in rows])
            after = rows[-1].epoch


def _line(row: SignedRootRow) -> bytes:
    fields = {
        "epoch": row.epoch,
        "chain_id": row.chain_id,
        "contract": f"0x{row.contract.hex()}",
        "root": f"0x{row.root.hex()}",
        "signer": f"0x{row.signer.hex()}",
        "signature": f"0x{row.signature.hex()}",
    }
    return json.dumps(fields).encode() + b"\n"
