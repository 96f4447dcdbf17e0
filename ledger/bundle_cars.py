"""CARs as they are written: the blocks of a bundle, found twice, once for their CIDs and once for their bytes.

A CAR begins with its root, and the root names every block, so all must be known before the first byte is written. What is read is
immutable, so it is read again rather than kept: a few megabytes in memory, however much is new.
"""

import itertools
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from uuid import UUID

import msgspec

from core.database import Database
from ledger import exports
from ledger.verifier.blocks import car_header, car_section
from ledger.verifier.dagcbor import BLOCK_BYTES_MAX, DAG_CBOR, RAW, Cid, cid_of
from ledger.verifier.manifests import PATHS_IN_FOLDER, Folder, folder_block
from ledger.verifier.tiles import HEIGHT, Tile, tiles_of

_TILES_AT_ONCE = 16

Block = tuple[Cid, bytes]


class Grown(msgspec.Struct, frozen=True):
    """What is new of a log: its entries from size `start` to size `end`."""

    database: Database
    log: UUID
    start: int
    end: int


class Named(msgspec.Struct, frozen=True):
    """The folders that name the new files: their links, and their blocks."""

    tiles: tuple[Cid, ...]
    entries: tuple[Cid, ...]
    blocks: tuple[Block, ...]


def new_tiles(start: int, end: int) -> list[Tile]:
    """Name the tiles of a log of `end` entries that were not full at `start`; those of entries come last."""
    if start == end:
        return []
    grown = [tile for tile in tiles_of(end) if not _was_full(tile, start)]
    return sorted(grown, key=lambda tile: (tile.entries, tile))


async def name_files(grown: Grown) -> Named:
    """Read what is new, and name it. Raises: LedgerCorrupt."""
    hashes: Folder = {}
    entries: Folder = {}
    async for tile, data in _files(grown):
        (entries if tile.entries else hashes)[tile.path()] = tuple(cid for cid, _ in pieces_of(data))
    folders = [[(cid_of(DAG_CBOR, block), block) for block in _folders(files)] for files in (hashes, entries)]
    return Named(
        tiles=tuple(cid for cid, _ in folders[0]),
        entries=tuple(cid for cid, _ in folders[1]),
        blocks=(*folders[0], *folders[1]),
    )


async def write(root: Block, named: Named, notes: Sequence[Block], grown: Grown) -> AsyncIterator[bytes]:
    """Write the CAR of a log's bundle, a piece for each block; the same bytes each time. notes: of hand-overs. Raises: LedgerCorrupt."""
    written = {root[0]}
    yield car_header(root[0]) + car_section(*root)
    for block in (*named.blocks, *notes):
        written.add(block[0])
        yield car_section(*block)
    async for _, data in _files(grown):
        for cid, piece in pieces_of(data):
            if cid not in written:
                written.add(cid)
                yield car_section(cid, piece)


def pieces_of(data: bytes) -> Iterator[Block]:
    """Cut a file into raw blocks of 1 MiB and a rest; nearly every file is one."""
    for at in range(0, len(data), BLOCK_BYTES_MAX):
        piece = data[at : at + BLOCK_BYTES_MAX]
        yield cid_of(RAW, piece), piece


def _folders(files: Folder) -> Iterable[bytes]:
    items = iter(files.items())
    while part := dict(itertools.islice(items, PATHS_IN_FOLDER)):
        yield folder_block(part)


async def _files(grown: Grown) -> AsyncIterator[tuple[Tile, bytes]]:
    wanted = new_tiles(grown.start, grown.end)
    for at in range(0, len(wanted), _TILES_AT_ONCE):
        part = wanted[at : at + _TILES_AT_ONCE]
        by_path = dict(await exports.read_tiles(grown.database, grown.log, part))
        for tile in part:
            yield tile, by_path[tile.path()]


def _was_full(tile: Tile, size: int) -> bool:
    return tile.full and tile.index < size >> HEIGHT * (tile.level + 1)
