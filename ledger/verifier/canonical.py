"""Deterministic CBOR, read strictly: what does not re-encode to itself is refused.

Source: RFC 8949 section 4.2.1, restricted so that it is valid DAG-CBOR: text keys, no floats, no tags, no indefinite
lengths, integers within 64 bits. Every length and number has one spelling, keys grow and nothing trails; reader and
writer are apart, and the comparison with the re-encoded bytes holds one against the other.
"""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

Canonical: TypeAlias = bool | int | str | bytes | Sequence["Canonical"] | Mapping[str, "Canonical"] | None

ENTRY_BYTES_MAX = 16_384
DEPTH_MAX = 32
_INT_MIN = -(2**64)
_INT_MAX = 2**64 - 1
_UNSIGNED, _NEGATIVE, _BYTES, _TEXT, _LIST, _MAP, _SIMPLE = 0, 1, 2, 3, 4, 5, 7
_SIMPLE_VALUES: dict[int, bool | None] = {0xF4: False, 0xF5: True, 0xF6: None}
_LENGTHS = {24: 1, 25: 2, 26: 4, 27: 8}


class NotCanonical(Exception):
    """The bytes are not deterministic CBOR of the restricted profile."""


def decode(data: bytes, bytes_max: int = ENTRY_BYTES_MAX) -> Canonical:
    """Raises: NotCanonical."""
    if len(data) > bytes_max:
        raise NotCanonical(f"{len(data)} bytes are above the limit of {bytes_max}")
    reader = _Reader(data)
    value = reader.item(DEPTH_MAX)
    if encode(value) != data:
        raise NotCanonical("these bytes are not in the deterministic form")
    return value


def encode(value: object) -> bytes:
    """Raises: NotCanonical on what the profile has no place for."""
    if value is None or isinstance(value, bool):
        return b"\xf6" if value is None else b"\xf5" if value else b"\xf4"
    if isinstance(value, int):
        if not _INT_MIN <= value <= _INT_MAX:
            raise NotCanonical("an integer is beyond 64 bits")
        return _head(_UNSIGNED, value) if value >= 0 else _head(_NEGATIVE, -1 - value)
    if isinstance(value, bytes):
        return _head(_BYTES, len(value)) + value
    if isinstance(value, str):
        return _encode_text(value)
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise NotCanonical("a key is not text")
        pairs = sorted((_encode_text(key), encode(item)) for key, item in value.items())
        return _head(_MAP, len(pairs)) + b"".join(part for pair in pairs for part in pair)
    if isinstance(value, Sequence):
        return _head(_LIST, len(value)) + b"".join([encode(item) for item in value])
    raise NotCanonical(f"a {type(value).__name__} has no place here")


class _Reader:
    """Reads one item from the start of some bytes, in the one spelling that each value has."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def item(self, depth: int) -> Canonical:
        first = self._data[self._at : self._at + 1]
        major, number = self._read_head()
        if major == _UNSIGNED:
            return number
        if major == _NEGATIVE:
            return -1 - number
        if major == _BYTES:
            return self._take(number)
        if major == _TEXT:
            return self._text(number)
        if major == _SIMPLE and first[0] in _SIMPLE_VALUES:
            return _SIMPLE_VALUES[first[0]]
        if major not in {_LIST, _MAP}:
            raise NotCanonical("a tag, a float or a simple value has no place here")
        if depth == 0:
            raise NotCanonical("nested too deep")
        if number > len(self._data):
            raise NotCanonical("a list or map is cut off")
        return self._list(number, depth - 1) if major == _LIST else self._map(number, depth - 1)

    def _list(self, count: int, depth: int) -> list[Canonical]:
        return [self.item(depth) for _ in range(count)]

    def _map(self, count: int, depth: int) -> dict[str, Canonical]:
        fields: dict[str, Canonical] = {}
        before = b""
        for _ in range(count):
            start = self._at
            major, length = self._read_head()
            if major != _TEXT:
                raise NotCanonical("a key is not text")
            key = self._text(length)
            encoded = self._data[start : self._at]
            if encoded <= before:
                raise NotCanonical("keys are not in order, each once")
            before = encoded
            fields[key] = self.item(depth)
        return fields

    def _read_head(self) -> tuple[int, int]:
        first = self._take(1)[0]
        major, low = first >> 5, first & 31
        if low < 24 or major == _SIMPLE:
            return major, low
        if low not in _LENGTHS:
            raise NotCanonical("an indefinite length has no place here")
        number = int.from_bytes(self._take(_LENGTHS[low]), "big")
        if number < 24 or _head(major, number)[0] != first:
            raise NotCanonical("a number is not in its shortest form")
        return major, number

    def _text(self, length: int) -> str:
        try:
            return self._take(length).decode()
        except UnicodeDecodeError as error:
            raise NotCanonical("a text is not UTF-8") from error

    def _take(self, count: int) -> bytes:
        end = self._at + count
        if end > len(self._data):
            raise NotCanonical("the bytes are cut off")
        part = self._data[self._at : end]
        self._at = end
        return part


def _encode_text(text: str) -> bytes:
    try:
        data = text.encode()
    except UnicodeEncodeError as error:
        raise NotCanonical("a text is not Unicode") from error
    return _head(_TEXT, len(data)) + data


def _head(major: int, number: int) -> bytes:
    """Write a type and its number in the shortest form."""
    if number < 24:
        return bytes([major << 5 | number])
    if number < 1 << 8:
        return bytes([major << 5 | 24, number])
    low = 25 if number < 1 << 16 else 26 if number < 1 << 32 else 27
    return bytes([major << 5 | low]) + number.to_bytes(_LENGTHS[low], "big")
