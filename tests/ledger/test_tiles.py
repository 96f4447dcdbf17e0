"""Tiles and the golden log of Tessera: 16 checkpoints, their tiles and entry bundles, recomputed."""

import pytest

from ledger.verifier import merkle, tiles
from ledger.verifier.checkpoints import open_checkpoint
from ledger.verifier.merkle import CompactRange
from ledger.verifier.note_keys import parse_key
from ledger.verifier.tiles import Tile, TileRefused
from tests.ledger import vectors

TESSERA_KEY = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx"


def test_the_golden_log_recomputes() -> None:
    """All 16 checkpoints of the golden log verify, and each root follows from its entries and from its tile."""
    log = vectors.folder("tessera/testdata/log")
    key = parse_key(TESSERA_KEY)
    for size in range(16):
        checkpoint = open_checkpoint((log / f"checkpoint.{size}").read_bytes(), [key])
        assert checkpoint.size == size
        named = list(tiles.tiles_of(size))
        entries = [
            entry
            for tile in named
            if tile.entries
            for entry in tiles.read_bundle((log / tile.path()).read_bytes())
        ]
        hashes = [
            digest
            for tile in named
            if not tile.entries
            for digest in tiles.split_hashes((log / tile.path()).read_bytes())
        ]
        assert hashes == [merkle.leaf_hash(entry) for entry in entries]
        assert merkle.root(hashes) == checkpoint.root
        for tile in named:
            if tile.entries:
                assert tiles.write_bundle(entries) == (log / tile.path()).read_bytes()
    assert open_checkpoint((log / "checkpoint").read_bytes(), [key]).size == 15


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 0), "tile/0/000"),
        (Tile(3, 1_234_067), "tile/3/x001/x234/067"),
        (Tile(0, 1_234_067, entries=True), "tile/entries/x001/x234/067"),
        (Tile(0, 273, 112), "tile/0/273.p/112"),
        (Tile(1, 1_000, 1), "tile/1/x001/000.p/1"),
    ],
)
def test_paths_are_those_of_the_specification(tile: Tile, path: str) -> None:
    """The examples of tlog-tiles, both ways."""
    assert tile.path() == path
    assert tiles.parse_path(path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "tile/8/000",
        "tile/0/0",
        "tile/0/x000/001",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/07",
        "tile/0/000/",
        "/tile/0/000",
        "tile/0/../000",
        "tile/0/001/000",
        "tile/entries/x1/000",
        "tile/0/000\n",
    ],
)
def test_other_paths_are_refused(path: str) -> None:
    """One tile has one path; anything else is not found rather than guessed."""
    with pytest.raises(TileRefused):
        tiles.parse_path(path)


def test_tiles_cover_a_tree() -> None:
    """For sizes around the borders: every level has exactly the hashes that its tree has, no more."""
    for size in (0, 1, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537):
        named = list(tiles.tiles_of(size))
        for level in range(3):
            assert sum(tile.width for tile in named if tile.level == level and not tile.entries) == size >> (
                8 * level
            )
        assert sum(tile.width for tile in named if tile.entries) == size


def test_nodes_are_found_in_tiles() -> None:
    """A perfect subtree hashed from its tile equals the one hashed from its leaves."""
    leaves = [merkle.leaf_hash(str(number).encode()) for number in range(1_024)]
    roots = [merkle.perfect_root(leaves[at : at + 256]) for at in range(0, 1_024, 256)]
    rows = {0: leaves, 1: roots}
    for node in [(0, 5), (3, 100), (7, 3), (8, 2), (9, 1), (10, 0)]:
        level, index, first, count = tiles.tile_of(node)
        hashes = rows[level][index * 256 : (index + 1) * 256]
        start, end = node[1] << node[0], (node[1] + 1) << node[0]
        tree = CompactRange()
        tree.extend(leaves[start:end])
        assert tiles.node_in(hashes, first, count) == tree.root()
    with pytest.raises(TileRefused):
        tiles.node_in(leaves[:3], 0, 4)


@pytest.mark.parametrize("data", [b"\x00", b"\x00\x02a", b"\x00\x01aa", tiles.write_bundle([b"a"] * 257)])
def test_a_bundle_that_is_cut_or_too_long_is_refused(data: bytes) -> None:
    """A bundle is whole entries, 256 at most."""
    with pytest.raises(TileRefused):
        tiles.read_bundle(data)


@pytest.mark.parametrize("data", [b"", bytes(31), bytes(33), bytes(257 * 32)])
def test_a_tile_of_another_length_is_refused(data: bytes) -> None:
    """A tile holds 1 to 256 hashes."""
    with pytest.raises(TileRefused):
        tiles.split_hashes(data)
