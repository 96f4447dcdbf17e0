"""One stretch of an exported log, read and hashed: what each of several processes does by itself.

A stretch is some bundles of 256 entries that follow each other. What it leads to is given back as bytes end to end, so
that a million entries take 50 MB and cross from process to process quickly.
"""

import struct
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from ledger.verifier import key_history, merkle, roles
from ledger.verifier.entries import EntryRefused, read_entry
from ledger.verifier.files import Files, FilesRefused
from ledger.verifier.plain import PlainEntry, find_plain
from ledger.verifier.tiles import ENTRY_LENGTH_BYTES, HEIGHT, WIDTH, Tile, TileRefused

DECISION = b"decision.v1"
ERASURE = b"erasure.v1"
APPOINTED = key_history.APPOINTED.encode()
NOTABLE = frozenset({APPOINTED, *(typ.encode() for typ in roles.TYPES)})
"""Entries that are kept whole: of the log's keys, and of who held which role."""
CLOCK_TOLERANCE_US = 600 * 1_000_000
_LENGTH = struct.Struct(">H")


@dataclass(frozen=True)
class Wanted:
    """What the steps to come need to know of entries. eids: those that receipts or openings name."""

    log: bytes
    eids: frozenset[bytes] = frozenset()


@dataclass
class Stretch:
    """first: index of its first entry. leaves, roots: hashes of entries and of full tiles, 32 bytes each; eids: 16 bytes each;
    times: microseconds.

    ts_most, ts_least: the latest and earliest time, and least_index the entry with the latter. fault: why an entry is refused,
    and tile_fault: why a tile of hashes is not what the entries lead to. artefacts: SHA-256 of models ("model") and rulesets
    ("rules") named, each with the index of the first entry that does; deciding: those that decisions name. commitments: of the
    entries wanted, by eid. notable: index and bytes of each entry of a kind in NOTABLE. erased: eids wanted that an entry of erasure names. erased_lists: eids of erasures that name a longer list, and its digest.
    """

    first: int
    leaves: bytearray = field(default_factory=bytearray)
    eids: bytearray = field(default_factory=bytearray)
    roots: bytearray = field(default_factory=bytearray)
    times: "array[int]" = field(default_factory=lambda: array("Q"))
    ts_most: int = 0
    ts_least: int = 2**64
    least_index: int = 0
    fault: str | None = None
    tile_fault: str | None = None
    artefacts: dict[tuple[str, bytes], int] = field(default_factory=dict)
    deciding: dict[tuple[str, bytes], int] = field(default_factory=dict)
    commitments: dict[bytes, tuple[bytes, ...]] = field(default_factory=dict)
    erased: set[bytes] = field(default_factory=set)
    erased_lists: set[tuple[bytes, bytes]] = field(default_factory=set)
    notable: list[tuple[int, bytes]] = field(default_factory=list)


class _EntryFault(Exception):
    """An entry that has no place in the log; the message is for the auditor."""


def scan(files: Files, bundles: Sequence[Tile], wanted: Wanted) -> Stretch:
    """Read bundles that follow each other, up to the first fault of an entry. bundles: at least one."""
    found = Stretch(bundles[0].index << HEIGHT)
    for bundle in bundles:
        try:
            _scan_bundle(files.read(bundle.path()), bundle, wanted, found)
        except (FilesRefused, TileRefused, _EntryFault) as error:
            found.fault = str(error)
            return found
        _check_tile(files, bundle, found)
    return found


def _scan_bundle(data: bytes, bundle: Tile, wanted: Wanted, found: Stretch) -> None:
    index = bundle.index << HEIGHT
    end_index, at, length = index + bundle.width, 0, len(data)
    while at < length:
        start = at + ENTRY_LENGTH_BYTES
        end = start + _LENGTH.unpack_from(data, at)[0] if start <= length else length + 1
        if end > length:
            raise TileRefused("an entry is cut off")
        if index == end_index:
            break
        _take(data, start, end, index, wanted, found)
        index, at = index + 1, end
    if index != end_index or at < length:
        raise _EntryFault(f"{bundle.path()} does not hold {bundle.width} entries")


def _take(data: bytes, start: int, end: int, index: int, wanted: Wanted, found: Stretch) -> None:
    entry = find_plain(data, start, end)
    if entry is None:
        entry = _read_closely(data[start:end], index)
    if entry.log != wanted.log:
        raise _EntryFault(f"entry {index} belongs to another log")
    if entry.ts > found.ts_most:
        found.ts_most = entry.ts
    elif entry.ts + CLOCK_TOLERANCE_US < found.ts_most:
        raise _EntryFault(f"entry {index} is older than those before it, beyond what clocks explain")
    if entry.ts < found.ts_least:
        found.ts_least, found.least_index = entry.ts, index
    found.leaves += sha256(b"\x00" + data[start:end]).digest()
    found.eids += entry.eid
    found.times.append(entry.ts)
    for kind, digest in () if entry.typ == APPOINTED else (("model", entry.model), ("rules", entry.rules)):
        if digest is not None:
            found.artefacts.setdefault((kind, digest), index)
            if entry.typ == DECISION:
                found.deciding.setdefault((kind, digest), index)
    if entry.typ in NOTABLE:
        found.notable.append((index, data[start:end]))
    if entry.eid in wanted.eids:
        found.commitments[entry.eid] = read_entry(data[start:end]).pc
    if entry.typ == ERASURE:
        erasure = read_entry(data[start:end])
        found.erased.update(wanted.eids.intersection(erasure.refs))
        found.erased_lists.update((entry.eid, digest) for digest in erasure.pc)


def _read_closely(data: bytes, index: int) -> PlainEntry:
    try:
        entry = read_entry(data)
    except EntryRefused as error:
        raise _EntryFault(f"entry {index}: {error}") from error
    return PlainEntry(entry.typ.encode(), entry.log, entry.eid, entry.ts, entry.model, entry.rules)


def _check_tile(files: Files, bundle: Tile, found: Stretch) -> None:
    """Hold the tile of hashes beside a bundle against its entries, and hash it up when it is full."""
    tile = Tile(0, bundle.index, bundle.width)
    hashes = bytes(found.leaves[-bundle.width * merkle.DIGEST_BYTES :])
    if found.tile_fault is None:
        try:
            if files.read(tile.path()) != hashes:
                found.tile_fault = f"{tile.path()} is not what the entries lead to"
        except FilesRefused as error:
            found.tile_fault = str(error)
    if bundle.width == WIDTH:
        found.roots += full_root(hashes)


def full_root(hashes: bytes) -> bytes:
    """Hash a power of two of hashes, end to end, into their common root."""
    while len(hashes) > merkle.DIGEST_BYTES:
        hashes = b"".join(
            [sha256(b"\x01" + hashes[at : at + 64]).digest() for at in range(0, len(hashes), 64)]
        )
    return hashes
