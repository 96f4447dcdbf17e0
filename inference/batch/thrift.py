"""Just enough of Thrift's compact protocol to read the metadata of a Parquet file, change it and write it back.

Fields that nobody here knows survive: a struct is kept as it was read, field by field.
Source: thrift/doc/specs/thrift-compact-protocol.md; the metadata is parquet-format's parquet.thrift.
"""

import dataclasses
import enum
from typing import TypeAlias

DEPTH_MAX = 16
VALUES_MAX = 3_000_000
"""Of one struct with all that is in it: metadata of some 3,000 row groups of 30 columns, in 400 MB."""


class ThriftRefused(Exception):
    """These bytes are not a struct in the compact protocol."""


class Kind(enum.IntEnum):
    TRUE, FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, SET, MAP, STRUCT = range(1, 13)


@dataclasses.dataclass
class Items:
    """A list or a set."""

    kind: Kind
    values: list["Value"]


@dataclasses.dataclass
class Fields:
    """A struct: by field id, in the order of the bytes."""

    by_id: dict[int, tuple[Kind, "Value"]]

    def find(self, field_id: int) -> "Value | None":
        found = self.by_id.get(field_id)
        return None if found is None else found[1]

    def integer(self, field_id: int) -> int:
        """Raises: ThriftRefused."""
        value = self.find(field_id)
        if not isinstance(value, int):
            raise ThriftRefused(f"field {field_id} is no integer")
        return value

    def struct(self, field_id: int) -> "Fields":
        value = self.find(field_id)
        if not isinstance(value, Fields):
            raise ThriftRefused(f"field {field_id} is no struct")
        return value

    def structs(self, field_id: int) -> list["Fields"]:
        return [each for each in self.items(field_id) if isinstance(each, Fields)]

    def items(self, field_id: int) -> list["Value"]:
        value = self.find(field_id)
        if not isinstance(value, Items):
            raise ThriftRefused(f"field {field_id} is no list")
        return value.values

    def put(self, field_id: int, value: "Value") -> None:
        """Change a field that is there."""
        kind, _ = self.by_id[field_id]
        self.by_id[field_id] = (kind, value)

    def drop(self, *field_ids: int) -> None:
        for field_id in field_ids:
            self.by_id.pop(field_id, None)


Value: TypeAlias = bool | int | bytes | Items | Fields


def read(data: bytes) -> Fields:
    """Raises: ThriftRefused."""
    return read_at(data, 0)[0]


def read_at(data: bytes, at: int) -> tuple[Fields, int]:
    """Read the struct that begins at a place. Returns: the struct, and the place behind it. Raises: ThriftRefused."""
    if at < 0:
        raise ThriftRefused("a struct begins before its bytes")
    reader = _Reader(data, at)
    try:
        return reader.struct(0), reader.at
    except (IndexError, ValueError) as error:
        raise ThriftRefused("the bytes end too early or mean nothing") from error


def write(fields: Fields) -> bytes:
    out = bytearray()
    _write_struct(out, fields)
    return bytes(out)


class _Reader:
    def __init__(self, data: bytes, at: int) -> None:
        self._data = data
        self.at = at
        self._read = 0

    def struct(self, depth: int) -> Fields:
        found: dict[int, tuple[Kind, Value]] = {}
        last = 0
        while head := self._byte():
            delta, kind = head >> 4, Kind(head & 0x0F)
            last = last + delta if delta else _unzigzag(self._varint())
            found[last] = (kind, self._value(kind, depth))
        return Fields(found)

    def _value(self, kind: Kind, depth: int) -> Value:
        self._read += 1
        if depth > DEPTH_MAX or self._read > VALUES_MAX:
            raise ThriftRefused("it is nested too deeply, or has too many values")
        match kind:
            case Kind.TRUE | Kind.FALSE:
                return kind is Kind.TRUE
            case Kind.BYTE:
                return self._byte()
            case Kind.I16 | Kind.I32 | Kind.I64:
                return _unzigzag(self._varint())
            case Kind.DOUBLE:
                return self._take(8)
            case Kind.BINARY:
                return self._take(self._varint())
            case Kind.LIST | Kind.SET:
                return self._items(depth + 1)
            case Kind.STRUCT:
                return self.struct(depth + 1)
            case _:
                raise ThriftRefused("maps are not in the metadata of Parquet")

    def _items(self, depth: int) -> Items:
        head = self._byte()
        size, kind = head >> 4, Kind(head & 0x0F)
        if size == 0x0F:
            size = self._varint()
        if size > len(self._data):
            raise ThriftRefused("a list is longer than its bytes")
        if kind in {Kind.TRUE, Kind.FALSE}:  # in a list a boolean is a byte of its own
            return Items(kind, [self._byte() == Kind.TRUE for _ in range(size)])
        return Items(kind, [self._value(kind, depth) for _ in range(size)])

    def _byte(self) -> int:
        self.at += 1
        return self._data[self.at - 1]

    def _take(self, size: int) -> bytes:
        if self.at + size > len(self._data):
            raise ThriftRefused("a text is longer than its bytes")
        self.at += size
        return self._data[self.at - size : self.at]

    def _varint(self) -> int:
        value = shift = 0
        while True:
            byte = self._byte()
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7
            if shift > 63:
                raise ThriftRefused("an integer is longer than 64 bits")


def _unzigzag(value: int) -> int:
    return (value >> 1) ^ -(value & 1)


def _write_struct(out: bytearray, fields: Fields) -> None:
    last = 0
    for field_id, (kind, value) in fields.by_id.items():
        written = (Kind.TRUE if value else Kind.FALSE) if kind in {Kind.TRUE, Kind.FALSE} else kind
        delta = field_id - last
        if 0 < delta <= 15:
            out.append(delta << 4 | written)
        else:
            out.append(written)
            _write_varint(out, _zigzag(field_id))
        _write_value(out, written, value)
        last = field_id
    out.append(0)


def _write_value(out: bytearray, kind: Kind, value: Value) -> None:
    match value:
        case Fields():
            _write_struct(out, value)
        case Items():
            _write_items(out, value)
        case bytes():
            if kind is Kind.BINARY:
                _write_varint(out, len(value))
            out += value
        case bool():
            pass
        case int():
            if kind is Kind.BYTE:
                out.append(value)
            else:
                _write_varint(out, _zigzag(value))


def _write_items(out: bytearray, items: Items) -> None:
    size = len(items.values)
    out.append(min(size, 15) << 4 | items.kind)
    if size >= 15:
        _write_varint(out, size)
    for value in items.values:
        if isinstance(value, bool):
            out.append(Kind.TRUE if value else Kind.FALSE)
        else:
            _write_value(out, items.kind, value)


def _zigzag(value: int) -> int:
    return (value << 1) ^ (value >> 63)


def _write_varint(out: bytearray, value: int) -> None:
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
