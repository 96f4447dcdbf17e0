"""What an export carries of the anchors: those that are confirmed, up to the super-log's checkpoint in it."""

import json

from core.database import Database
from ledger.anchoring import store
from ledger.anchoring.anchors import hexed
from ledger.anchoring.store import ListedRow

_ROWS_AT_ONCE = 1_000


async def anchor_lines(database: Database, epoch_max: int) -> bytes:
    """Return a line of JSON for each, oldest first (docs/decisions/0051); nothing where there is none. Some 500 bytes a line."""
    lines: list[bytes] = []
    after = 0
    while True:
        async with database.unscoped() as tx:
            rows = await store.confirmed_after(tx, epoch_max, after, _ROWS_AT_ONCE)
        if not rows:
            return b"".join(lines)
        lines += [json.dumps(_fields(row)).encode() + b"\n" for row in rows]
        after = rows[-1].id


def _fields(row: ListedRow) -> dict[str, object]:
    return {
        "epoch": row.epoch,
        "chain_id": row.chain_id,
        "contract": hexed(row.contract),
        "root": hexed(row.root),
        "tx_hash": hexed(row.tx_hash),
        "block_number": row.block_number,
        "block_hash": hexed(row.block_hash or b""),
        "bundle_digest": hexed(row.bundle_digest),
    }
