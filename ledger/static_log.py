"""A log as static files, by the paths of C2SP tlog-tiles: the same for an environment's log and for the super-log."""

from uuid import UUID

import msgspec

from core.database import Transaction
from ledger import store, tree
from ledger.errors import CheckpointNotFound, TileNotFound
from ledger.store import CheckpointRow
from ledger.verifier import tiles
from ledger.verifier.tiles import HEIGHT, TileRefused


class StaticFile(msgspec.Struct, frozen=True):
    """for_ever: whether these bytes are all that this path will ever be."""

    body: bytes
    for_ever: bool


async def read_tile(tx: Transaction, log: UUID, path: str) -> StaticFile:
    """Return a tile of hashes or a bundle of entries that the newest checkpoint covers. path: from `tile/` on.

    Raises: TileNotFound, CheckpointNotFound.
    """
    try:
        tile = tiles.parse_path(path)
    except TileRefused as error:
        raise TileNotFound("This is not the path of a tile.") from error
    start = tile.index << HEIGHT
    newest = await newest_checkpoint(tx, log)
    if start + tile.width > newest.size >> HEIGHT * tile.level:
        raise TileNotFound("The newest checkpoint does not cover this tile.")
    if not tile.entries:
        return StaticFile(await tree.read_tile(tx, log, tile.level, tile.index, tile.width), tile.full)
    rows = await store.entries_from(tx, log, start, tile.width)
    return StaticFile(tiles.write_bundle([row.entry for row in rows]), tile.full)


async def newest_checkpoint(tx: Transaction, log: UUID) -> CheckpointRow:
    """Raises: CheckpointNotFound."""
    row = await store.newest_checkpoint(tx, log)
    if row is None:
        raise CheckpointNotFound("This log has no checkpoint yet.")
    return row
