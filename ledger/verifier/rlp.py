"""RLP, Ethereum's encoding of bytes and lists, read strictly: every item has one spelling.

Source: the Ethereum yellow paper, appendix B.
"""

from collections.abc import Sequence
from typing import TypeAlias

Rlp: TypeAlias = "bytes | Sequence[Rlp]"

BYTES_MAX = 65_536
_DEPTH_MAX = 8
_SHORT_MAX = 55


class RlpRefused(Exception):
    """Not the encoding of an item."""


def decode(data: bytes) -> Rlp:
    """Raises: RlpRefused."""
    if len(data) > BYTES_MAX:
        raise RlpRefused("the item is too long")
    item, end = _item(data, 0, _DEPTH_MAX)
    if end != len(data):
        raise RlpRefused("bytes trail the item")
    return item


def decode_list(data: bytes) -> list[bytes]:
    """Read a list of byte strings. Raises: RlpRefused."""
    items = decode(data)
    if isinstance(items, bytes):
        raise RlpRefused("this is not a list")
    return [_octets(item) for item in items]


def encode(item: Rlp) -> bytes:
    if isinstance(item, bytes):
        return item if len(item) == 1 and item[0] < 0x80 else _head(0x80, len(item)) + item
    body = b"".join(encode(part) for part in item)
    return _head(0xC0, len(body)) + body


def _item(data: bytes, at: int, depth: int) -> tuple[Rlp, int]:
    if at >= len(data):
        raise RlpRefused("the item is cut off")
    first = data[at]
    if first < 0x80:
        return data[at : at + 1], at + 1
    base = 0x80 if first < 0xC0 else 0xC0
    start, end = _extent(data, at, first - base)
    if base == 0x80:
        if end - start == 1 and data[start] < 0x80:
            raise RlpRefused("a byte is not in its shortest form")
        return data[start:end], end
    if depth == 0:
        raise RlpRefused("nested too deep")
    items: list[Rlp] = []
    while start < end:
        item, start = _item(data[:end], start, depth - 1)
        items.append(item)
    return items, end


def _extent(data: bytes, at: int, low: int) -> tuple[int, int]:
    """Return where the body of an item begins and ends."""
    start = at + 1
    length = low
    if low > _SHORT_MAX:
        start += low - _SHORT_MAX
        octets = data[at + 1 : start]
        length = int.from_bytes(octets, "big")
        if len(octets) != low - _SHORT_MAX or octets[0] == 0 or length <= _SHORT_MAX:
            raise RlpRefused("a length is not in its shortest form")
    if start + length > len(data):
        raise RlpRefused("the item is cut off")
    return start, start + length


def _head(base: int, length: int) -> bytes:
    if length <= _SHORT_MAX:
        return bytes([base + length])
    octets = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes([base + _SHORT_MAX + len(octets)]) + octets


def _octets(item: Rlp) -> bytes:
    if not isinstance(item, bytes):
        raise RlpRefused("a list has no place here")
    return item
