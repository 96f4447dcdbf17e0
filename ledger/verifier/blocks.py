"""CARv1: a file of blocks, each after its CID, beginning with the root. Every block is checked when the file is opened.

Source: the IPLD specification of content addressable archives, version 1. Narrower than it on purpose: one root, which is the
first block; no block twice; CIDs of version 1 with SHA-256, raw or dag-cbor; a block of 1 MiB at most.
"""

import pathlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from ledger.verifier.dagcbor import (
    BLOCK_BYTES_MAX,
    DAG_CBOR,
    RAW,
    SHA2_256,
    BlockRefused,
    Cid,
    decode,
    encode,
    read_cid,
    read_varint,
    varint,
)
from ledger.verifier.files import require_plain

CAR_VERSION = 1
_HEADER_BYTES_MAX = 256
_CID_BYTES = 36
_VARINT_BYTES_MAX = 9


@dataclass(frozen=True)
class Car:
    """A file whose blocks all are what their CIDs say. places: offset and length of each block in the file, the root first."""

    path: pathlib.Path
    root: Cid
    places: dict[Cid, tuple[int, int]] = field(default_factory=dict)

    def read(self, cid: Cid) -> bytes:
        """Read a block, checked again: the file may have changed since. Raises: BlockRefused."""
        offset, length = self.places.get(cid, (0, -1))
        if length < 0:
            raise BlockRefused(f"the block {cid} is not in {self.path.name}")
        with self.path.open("rb") as file:
            file.seek(offset)
            data = file.read(length)
        if not cid.matches(data):
            raise BlockRefused(f"the block {cid} is not what its CID says")
        return data


def open_car(path: pathlib.Path) -> Car:
    """Read a file from end to end and check each block. Raises: BlockRefused, FilesRefused for what is no file, OSError."""
    require_plain(path)
    with path.open("rb") as file:
        car = Car(path, _read_header(file))
        while length := _read_length(file):
            section_at = file.tell()
            if length > BLOCK_BYTES_MAX + _CID_BYTES:
                raise BlockRefused(f"a block is above the limit of {BLOCK_BYTES_MAX} bytes")
            section = file.read(length)
            if len(section) != length:
                raise BlockRefused("the last block is cut off")
            cid, start = read_cid(section, 0)
            _check_block(car, cid, section[start:])
            car.places[cid] = (section_at + start, length - start)
    if car.root not in car.places:
        raise BlockRefused("the root is not among the blocks")
    return car


def car_of(root: Cid, blocks: Iterable[tuple[Cid, bytes]]) -> Iterator[bytes]:
    """Write a file, a piece for each block. blocks: the root first, none twice."""
    yield car_header(root)
    for cid, data in blocks:
        yield car_section(cid, data)


def car_header(root: Cid) -> bytes:
    header = encode({"roots": [root], "version": CAR_VERSION})
    return varint(len(header)) + header


def car_section(cid: Cid, data: bytes) -> bytes:
    octets = cid.octets()
    return varint(len(octets) + len(data)) + octets + data


def _check_block(car: Car, cid: Cid, data: bytes) -> None:
    if cid.version != 1 or cid.codec not in {RAW, DAG_CBOR} or cid.hashing != SHA2_256:
        raise BlockRefused(f"a block is named {cid}, which has no place here")
    if len(data) > BLOCK_BYTES_MAX:
        raise BlockRefused(f"the block {cid} is above the limit of {BLOCK_BYTES_MAX} bytes")
    if cid in car.places:
        raise BlockRefused(f"the block {cid} is there twice")
    if not car.places and cid != car.root:
        raise BlockRefused("the first block is not the root")
    if not cid.matches(data):
        raise BlockRefused(f"the block {cid} is not what its CID says")


def _read_header(file: BinaryIO) -> Cid:
    length = _read_length(file)
    if not 0 < length <= _HEADER_BYTES_MAX:
        raise BlockRefused("this is not a CAR of version 1")
    header = decode(file.read(length))
    if not isinstance(header, dict) or header.keys() != {"roots", "version"}:
        raise BlockRefused("this is not a CAR of version 1")
    roots = header["roots"]
    if type(header["version"]) is not int or header["version"] != CAR_VERSION or not isinstance(roots, list):
        raise BlockRefused("this is not a CAR of version 1")
    if len(roots) != 1 or not isinstance(roots[0], Cid):
        raise BlockRefused("a CAR of a bundle has one root")
    return roots[0]


def _read_length(file: BinaryIO) -> int:
    """Read the length of the next section; 0 at the end of the file."""
    octets = bytearray()
    while len(octets) < _VARINT_BYTES_MAX:
        octet = file.read(1)
        if not octet and not octets:
            return 0
        octets += octet
        if not octet or octet[0] < 0x80:
            break
    length, _ = read_varint(bytes(octets), 0)
    if length == 0:
        raise BlockRefused("an empty section has no place here")
    return length
