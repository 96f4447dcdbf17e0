"""Hashes of the stored tree: from full tiles where they are full, from entries and tile roots on the right edge."""

from collections.abc import Iterable
from uuid import UUID

from core.database import Transaction
from ledger import store
from ledger.errors import LedgerCorrupt
from ledger.verifier import merkle
from ledger.verifier.merkle import Node, Range
from ledger.verifier.tiles import WIDTH, TileRefused, node_in, split_hashes, tile_of

_TilePlace = tuple[int, int]


async def prove(tx: Transaction, environment_id: UUID, ranges: list[Range]) -> tuple[bytes, ...]:
    """Return the root of each range of leaves: a proof. All leaves named must be in the log.

    Raises: LedgerCorrupt.
    """
    nodes = merkle.nodes_of(ranges)
    tiles = await _tiles_of(tx, environment_id, nodes)

    def hash_of(node: Node) -> bytes:
        level, index, first, count = tile_of(node)
        return node_in(tiles[level, index], first, count)

    try:
        return tuple(merkle.gather(ranges, hash_of))
    except TileRefused as error:
        raise LedgerCorrupt("The log has a hole.", internal=f"{environment_id=} {error}") from error


async def read_tile(tx: Transaction, environment_id: UUID, level: int, index: int, width: int) -> bytes:
    """Return the first `width` hashes of a tile, as one text of bytes. Raises: LedgerCorrupt."""
    start = index * WIDTH
    full = (await store.tiles(tx, environment_id, [(level, index)])).get((level, index))
    hashes = (
        split_hashes(full)[:width]
        if full is not None
        else await store.hashes_between(tx, environment_id, level, start, start + width)
    )
    if len(hashes) != width:
        raise LedgerCorrupt(
            "The log has a hole.", internal=f"{environment_id=} tile {level}/{index} of {width}"
        )
    return b"".join(hashes)


async def _tiles_of(
    tx: Transaction, environment_id: UUID, nodes: Iterable[Node]
) -> dict[_TilePlace, list[bytes]]:
    wanted = sorted({tile_of(node)[:2] for node in nodes})
    full = await store.tiles(tx, environment_id, wanted)
    found = {place: split_hashes(data) for place, data in full.items()}
    for level, index in wanted:
        if (level, index) not in found:
            start = index * WIDTH
            found[level, index] = await store.hashes_between(tx, environment_id, level, start, start + WIDTH)
    return found
