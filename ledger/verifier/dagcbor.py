"""Blocks that name themselves: CIDs, and dag-cbor, the form of blocks that link to others. Read strictly, one form for a value.

Source: the multiformats CID specification (version 1; version 0 is read where something links to it); the IPLD dag-cbor
specification: deterministic CBOR, text keys in the order of length and bytes, floats of 64 bits, and tag 42 for a link.
"""

import base64
import hashlib
import math
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

RAW = 0x55
DAG_CBOR = 0x71
SHA2_256 = 0x12
BLOCK_BYTES_MAX = 1 << 20
DEPTH_MAX = 64

_DAG_PB = 0x70
_SHA2_256_BYTES = 32
_VERSION_0 = bytes([SHA2_256, _SHA2_256_BYTES])
_VARINT_BYTES_MAX = 9
_LINK_TAG = 42
_LINK_PREFIX = b"\x00"
_INT_MAX = 2**64 - 1
_ARGUMENT_BYTES = {24: 1, 25: 2, 26: 4, 27: 8}
_FLOAT_HEAD = 0xFB
_UINT, _NEGATIVE, _BYTES, _TEXT, _LIST, _MAP, _TAG, _SIMPLE = range(8)
_SIMPLE_VALUES = {0xF4: False, 0xF5: True, 0xF6: None}


class BlockRefused(Exception):
    """These bytes are not a CID, not dag-cbor, or not what their CID says."""


@dataclass(frozen=True, order=True)
class Cid:
    """version: 0 or 1. codec: how the block is read. hashing: the multihash code. digest: under that hashing."""

    version: int
    codec: int
    hashing: int
    digest: bytes

    def octets(self) -> bytes:
        multihash = varint(self.hashing) + varint(len(self.digest)) + self.digest
        return multihash if self.version == 0 else varint(self.version) + varint(self.codec) + multihash

    def __str__(self) -> str:
        """Write it in lower-case base32, the usual spelling of version 1."""
        return "b" + base64.b32encode(self.octets()).decode().rstrip("=").lower()

    def matches(self, data: bytes) -> bool:
        """Say whether these are the bytes it names; only SHA-256 is known here."""
        return self.hashing == SHA2_256 and hashlib.sha256(data).digest() == self.digest


Node: TypeAlias = bool | int | float | str | bytes | Cid | Sequence["Node"] | Mapping[str, "Node"] | None


def cid_of(codec: int, data: bytes) -> Cid:
    """Name a block: version 1, SHA-256. That of a raw block is the plain SHA-256 of the file."""
    return Cid(1, codec, SHA2_256, hashlib.sha256(data).digest())


def parse_cid(text: str) -> Cid:
    """Read base32. Raises: BlockRefused unless the text is exactly what `str` writes."""
    body = text[1:].upper()
    try:
        cid, end = read_cid(base64.b32decode(body + "=" * (-len(body) % 8)), 0)
    except ValueError as error:
        raise BlockRefused("this is not a CID in base32") from error
    if str(cid) != text or len(cid.octets()) != end:
        raise BlockRefused("this is not a CID in base32")
    return cid


def read_cid(data: bytes, at: int) -> tuple[Cid, int]:
    """Read the CID that begins at `at`. Returns: it, and where it ends. Raises: BlockRefused."""
    if data[at : at + 2] == _VERSION_0:
        version, codec = 0, _DAG_PB
    else:
        version, at = read_varint(data, at)
        codec, at = read_varint(data, at)
        if version != 1:
            raise BlockRefused(f"a CID of version {version} is not known")
    hashing, at = read_varint(data, at)
    length, at = read_varint(data, at)
    digest = data[at : at + length]
    if len(digest) != length or (hashing == SHA2_256 and length != _SHA2_256_BYTES):
        raise BlockRefused("a CID is cut off")
    return Cid(version, codec, hashing, digest), at + length


def varint(value: int) -> bytes:
    """Write an unsigned LEB128 number."""
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def read_varint(data: bytes, at: int) -> tuple[int, int]:
    """Read the shortest form of a number below 2^63. Returns: it, and where it ends. Raises: BlockRefused."""
    value = 0
    for place, octet in enumerate(data[at : at + _VARINT_BYTES_MAX]):
        value |= (octet & 0x7F) << (7 * place)
        if octet < 0x80:
            if octet == 0 and place:
                raise BlockRefused("a number is longer than it need be")
            return value, at + place + 1
    raise BlockRefused("a number is cut off or too long")


def encode(value: Node) -> bytes:
    """Write dag-cbor. Raises: BlockRefused for what it cannot hold."""
    out = bytearray()
    _write(out, value)
    return bytes(out)


def decode(data: bytes) -> Node:
    """Read one whole block of dag-cbor. Raises: BlockRefused."""
    if len(data) > BLOCK_BYTES_MAX:
        raise BlockRefused(f"a block of {len(data)} bytes is above the limit of {BLOCK_BYTES_MAX}")
    value, end = _read(data, 0, DEPTH_MAX)
    if end != len(data):
        raise BlockRefused("bytes trail the block")
    return value


def _write(out: bytearray, value: Node) -> None:
    if value is None or isinstance(value, bool):
        out.append({False: 0xF4, True: 0xF5, None: 0xF6}[value])
    elif isinstance(value, int):
        _write_head(out, _NEGATIVE if value < 0 else _UINT, -1 - value if value < 0 else value)
    elif isinstance(value, float):
        if not math.isfinite(value):
            raise BlockRefused("dag-cbor has no infinity and no NaN")
        out += bytes([_FLOAT_HEAD]) + struct.pack(">d", value)
    elif isinstance(value, Cid):
        out += bytes([_TAG << 5 | 24, _LINK_TAG])
        _write(out, _LINK_PREFIX + value.octets())
    elif isinstance(value, bytes):
        _write_head(out, _BYTES, len(value))
        out += value
    elif isinstance(value, str):
        text = value.encode()
        _write_head(out, _TEXT, len(text))
        out += text
    elif isinstance(value, Mapping):
        _write_head(out, _MAP, len(value))
        for key in sorted(value, key=_order):
            _write(out, key)
            _write(out, value[key])
    else:
        _write_head(out, _LIST, len(value))
        for item in value:
            _write(out, item)


def _order(key: str) -> tuple[int, bytes]:
    text = key.encode()
    return len(text), text


def _write_head(out: bytearray, kind: int, argument: int) -> None:
    if argument > _INT_MAX:
        raise BlockRefused("an integer is beyond 64 bits")
    if argument < 24:
        out.append(kind << 5 | argument)
        return
    for code, size in _ARGUMENT_BYTES.items():
        if argument < 1 << (8 * size):
            out.append(kind << 5 | code)
            out += argument.to_bytes(size, "big")
            return


def _read(data: bytes, at: int, depth: int) -> tuple[Node, int]:
    """Read the value that begins at `at`. Returns: it, and where it ends."""
    if depth == 0:
        raise BlockRefused("nested too deep")
    head = data[at : at + 1]
    if not head:
        raise BlockRefused("the block is cut off")
    kind = head[0] >> 5
    if kind == _SIMPLE:
        return _read_simple(data, at)
    argument, at = _read_head(data, at)
    if kind in {_UINT, _NEGATIVE}:
        return (argument if kind == _UINT else -1 - argument), at
    if kind == _TAG:
        return _read_link(data, at, argument)
    if argument > len(data) - at:
        raise BlockRefused("the block is cut off")
    if kind == _BYTES:
        return data[at : at + argument], at + argument
    if kind == _TEXT:
        return _text(data[at : at + argument]), at + argument
    return _read_list(data, at, argument, depth) if kind == _LIST else _read_map(data, at, argument, depth)


def _read_head(data: bytes, at: int) -> tuple[int, int]:
    """Read the argument of a head, in its shortest form."""
    code = data[at] & 0x1F
    if code < 24:
        return code, at + 1
    size = _ARGUMENT_BYTES.get(code, 0)
    argument = int.from_bytes(data[at + 1 : at + 1 + size], "big")
    if not size or at + 1 + size > len(data):
        raise BlockRefused("a length is indefinite, unknown or cut off")
    if argument < (24 if size == 1 else 1 << (4 * size)):
        raise BlockRefused("a number is longer than it need be")
    return argument, at + 1 + size


def _read_simple(data: bytes, at: int) -> tuple[Node, int]:
    head = data[at]
    if head in _SIMPLE_VALUES:
        return _SIMPLE_VALUES[head], at + 1
    end = at + 9
    if head != _FLOAT_HEAD or end > len(data):
        raise BlockRefused("only false, true, null and floats of 64 bits are known")
    value = float(struct.unpack(">d", data[at + 1 : end])[0])
    if not math.isfinite(value):
        raise BlockRefused("dag-cbor has no infinity and no NaN")
    return value, end


def _read_link(data: bytes, at: int, tag: int) -> tuple[Node, int]:
    if tag != _LINK_TAG or at >= len(data) or data[at] >> 5 != _BYTES:
        raise BlockRefused("only tag 42, a link, is known")
    length, at = _read_head(data, at)
    octets = data[at : at + length]
    if len(octets) != length or not octets.startswith(_LINK_PREFIX):
        raise BlockRefused("a link is cut off or not binary")
    cid, end = read_cid(octets, 1)
    if end != length:
        raise BlockRefused("bytes trail a link")
    return cid, at + length


def _read_list(data: bytes, at: int, count: int, depth: int) -> tuple[Node, int]:
    items: list[Node] = []
    for _ in range(count):
        item, at = _read(data, at, depth - 1)
        items.append(item)
    return items, at


def _read_map(data: bytes, at: int, count: int, depth: int) -> tuple[Node, int]:
    fields: dict[str, Node] = {}
    latest: tuple[int, bytes] | None = None
    for _ in range(count):
        key, at = _read(data, at, depth - 1)
        if not isinstance(key, str):
            raise BlockRefused("a key is not text")
        if latest is not None and _order(key) <= latest:
            raise BlockRefused("keys are repeated or out of order")
        latest = _order(key)
        fields[key], at = _read(data, at, depth - 1)
    return fields, at


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise BlockRefused("a text is not UTF-8") from error
