"""Tiles: 256 hashes of one level of the tree, and 256 entries, as static files.

Source: C2SP tlog-tiles. A full tile never changes; a partial one (`.p/W`) is the beginning of one that is not full yet.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ledger.verifier.merkle import DIGEST_BYTES, Node, perfect_root

WIDTH = 256
HEIGHT = 8
FULL_TILE_BYTES = WIDTH * DIGEST_BYTES
LEVEL_MAX = 7
ENTRY_LENGTH_BYTES = 2

_PATH = re.compile(
    r"tile/(?P<level>entries|[0-7])/(?P<index>(?:x[0-9]{3}/){0,5}[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
)


class TileRefused(Exception):
    """Not the path of a tile, or not the bytes of one."""


@dataclass(frozen=True, order=True)
class Tile:
    """level: 0 holds leaf hashes, or entries where `entries` is set. width: 256 when full."""

    level: int
    index: int
    width: int = WIDTH
    entries: bool = False

    @property
    def full(self) -> bool:
        return self.width == WIDTH

    def path(self) -> str:
        level = "entries" if self.entries else str(self.level)
        suffix = "" if self.full else f".p/{self.width}"
        return f"tile/{level}/{_index_path(self.index)}{suffix}"


def parse_path(path: str) -> Tile:
    """Raises: TileRefused unless the path is exactly what `Tile.path` writes."""
    match = _PATH.fullmatch(path)
    if match is None:
        raise TileRefused("this is not the path of a tile")
    entries = match["level"] == "entries"
    tile = Tile(
        level=0 if entries else int(match["level"]),
        index=int(match["index"].replace("x", "").replace("/", "")),
        width=int(match["width"] or WIDTH),
        entries=entries,
    )
    if tile.path() != path:
        raise TileRefused("this path of a tile is not spelled canonically")
    return tile


def tiles_of(size: int) -> Iterator[Tile]:
    """Name every tile of a tree of `size` leaves, partial ones too, entry bundles after hashes of level 0."""
    level = 0
    while size >> (HEIGHT * level) and level <= LEVEL_MAX:
        full, rest = divmod(size >> (HEIGHT * level), WIDTH)
        widths = [(index, WIDTH) for index in range(full)] + ([(full, rest)] if rest else [])
        yield from (Tile(level, index, width) for index, width in widths)
        if level == 0:
            yield from (Tile(0, index, width, entries=True) for index, width in widths)
        level += 1


def tile_of(node: Node) -> tuple[int, int, int, int]:
    """Say where the hashes under a perfect subtree lie: (tile level, tile index, first hash, count of hashes)."""
    level, index = node
    height, rest = divmod(level, HEIGHT)
    first = index << rest
    return height, first // WIDTH, first % WIDTH, 1 << rest


def split_hashes(data: bytes) -> list[bytes]:
    """Raises: TileRefused."""
    if not data or len(data) % DIGEST_BYTES or len(data) > FULL_TILE_BYTES:
        raise TileRefused("a tile holds 1 to 256 hashes of 32 bytes")
    return [data[at : at + DIGEST_BYTES] for at in range(0, len(data), DIGEST_BYTES)]


def node_in(hashes: Sequence[bytes], first: int, count: int) -> bytes:
    """Hash the part of a tile under one node. Raises: TileRefused when the tile is too narrow."""
    part = hashes[first : first + count]
    if len(part) != count:
        raise TileRefused("the tile does not reach that far")
    return perfect_root(part)


def parents(row: Sequence[bytes]) -> list[bytes]:
    """Hash one level of tiles into the next: the roots of its full ones."""
    return [perfect_root(row[at : at + WIDTH]) for at in range(0, len(row) - len(row) % WIDTH, WIDTH)]


def write_bundle(entries: Sequence[bytes]) -> bytes:
    """Write entries, each after its length in two bytes, big-endian."""
    return b"".join([len(entry).to_bytes(ENTRY_LENGTH_BYTES, "big") + entry for entry in entries])


def read_bundle(data: bytes) -> list[bytes]:
    """Raises: TileRefused unless the bytes are whole entries, 256 at most."""
    entries: list[bytes] = []
    at = 0
    while at < len(data):
        start = at + ENTRY_LENGTH_BYTES
        end = start + int.from_bytes(data[at:start], "big")
        if start > len(data) or end > len(data):
            raise TileRefused("an entry is cut off")
        entries.append(data[start:end])
        at = end
    if len(entries) > WIDTH:
        raise TileRefused("a bundle holds 256 entries at most")
    return entries


def _index_path(index: int) -> str:
    digits = f"{index:03d}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    return "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
