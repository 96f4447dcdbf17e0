"""Translates between a msgspec Struct and its protobuf message, both ways, compiled once from the two types.

Fields go by name; a difference between the two is refused at start, so the faces cannot drift apart. A decoded message
passes through `msgspec.convert`, so what REST refuses is refused here with the same field and reason.
"""

import datetime as dt
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeVar, cast

import msgspec
from google.protobuf import struct_pb2, timestamp_pb2
from google.protobuf.descriptor import Descriptor, EnumDescriptor, FieldDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from api.field_errors import field_error
from core.errors import InvalidRequest

Value = TypeVar("Value", bound=msgspec.Struct)
Wire = TypeVar("Wire", bound=Message)
Convert = Callable[[object], object]

_INTEGRAL_MAX = 2**53
_TIMESTAMP = timestamp_pb2.Timestamp.DESCRIPTOR.full_name
_STRUCT = struct_pb2.Struct.DESCRIPTOR.full_name


class Codec(Generic[Value, Wire]):
    """One pair of types. Raises: TypeError at construction when their fields do not match."""

    def __init__(self, struct_type: type[Value], message_type: type[Wire]) -> None:
        self._struct_type = struct_type
        self._message_type = message_type
        self._readers = _readers(cast("Descriptor", message_type.DESCRIPTOR))
        self._writers = _writers(struct_type, cast("Descriptor", message_type.DESCRIPTOR))

    def struct(self, message: Wire) -> Value:
        """Raises: InvalidRequest with the first refused field."""
        try:
            return msgspec.convert(_read(message, self._readers), self._struct_type)
        except msgspec.ValidationError as refused:
            field = field_error(str(refused), self._struct_type)
            raise InvalidRequest("The request was refused.", fields=[field]) from None

    def message(self, value: Value) -> Wire:
        return self._message_type(**_write(value, self._writers))


def plain(message: Message) -> dict[str, object]:
    """Return the fields that are set as plain values, as JSON would have them; times stay datetimes."""
    return _read(message, _readers(cast("Descriptor", message.DESCRIPTOR)))


def _read(message: Message, readers: Mapping[int, tuple[str, Convert | None]]) -> dict[str, object]:
    """Turn the fields that are set into plain values; absent ones are left out, for the Struct's own defaults."""
    found: dict[str, object] = {}
    for descriptor, value in message.ListFields():
        name, convert = readers[descriptor.number]
        found[name] = value if convert is None else convert(value)
    return found


def _write(value: msgspec.Struct, writers: Sequence[tuple[str, Convert | None]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, convert in writers:
        item = getattr(value, name)
        if item is not None and item is not msgspec.UNSET:
            found[name] = item if convert is None else convert(item)
    return found


def _readers(descriptor: Descriptor) -> dict[int, tuple[str, Convert | None]]:
    return {field.number: (field.name, _reader(field)) for field in descriptor.fields}


def _reader(field: FieldDescriptor) -> Convert | None:
    if _is_map(field):
        of_value = _single_reader(_map_value(field))
        return lambda entries: _read_map(cast("Mapping[object, object]", entries), of_value)
    single = _single_reader(field)
    if not field.is_repeated:
        return single
    if single is None:
        return lambda items: list(cast("Sequence[object]", items))
    return lambda items: [single(item) for item in cast("Sequence[object]", items)]


def _read_map(entries: Mapping[object, object], convert: Convert | None) -> dict[object, object]:
    return {key: value if convert is None else convert(value) for key, value in entries.items()}


def _single_reader(field: FieldDescriptor) -> Convert | None:
    if field.enum_type is not None:
        names = {number: word for word, number in _words(field.enum_type).items()}
        # An unknown number stays a number, and zero is no word: both are then refused as values of the literal.
        return lambda number: names.get(cast("int", number), f"enum value {number}")
    inner = field.message_type
    if inner is None:
        return None
    if inner.full_name == _TIMESTAMP:
        return lambda at: _moment(cast("timestamp_pb2.Timestamp", at))
    if inner.full_name == _STRUCT:
        return lambda value: _plain_map(cast("struct_pb2.Struct", value))
    readers = _readers(inner)
    return lambda message: _read(cast("Message", message), readers)


def _moment(at: timestamp_pb2.Timestamp) -> dt.datetime | str:
    """Of what is no moment, a text: it is refused where the Struct wants a time, by its field."""
    try:
        return at.ToDatetime(tzinfo=dt.UTC)
    except (ValueError, OverflowError):
        return f"{at.seconds} s, {at.nanos} ns"


def _plain_map(value: struct_pb2.Struct) -> dict[str, object]:
    return {key: _plain(each) for key, each in value.fields.items()}


def _plain(value: struct_pb2.Value) -> object:
    """Unwrap a Value. Its numbers are all doubles: whole ones become int again, as JSON would have had them."""
    kind = value.WhichOneof("kind")
    if kind == "number_value":
        number = value.number_value
        return int(number) if number.is_integer() and abs(number) <= _INTEGRAL_MAX else number
    if kind == "struct_value":
        return _plain_map(value.struct_value)
    if kind == "list_value":
        return [_plain(each) for each in value.list_value.values]
    return {"string_value": value.string_value, "bool_value": value.bool_value}.get(kind or "")


def _writers(struct_type: type[msgspec.Struct], descriptor: Descriptor) -> list[tuple[str, Convert | None]]:
    fields = {field.name: field for field in descriptor.fields}
    declared = {field.encode_name: field for field in msgspec.structs.fields(struct_type)}
    if fields.keys() != declared.keys():
        odd = sorted(fields.keys() ^ declared.keys())
        raise TypeError(f"{struct_type.__name__} and {descriptor.full_name} differ in {', '.join(odd)}")
    return [(declared[name].name, _writer(field, declared[name].type)) for name, field in fields.items()]


def _writer(field: FieldDescriptor, declared: object) -> Convert | None:
    if _is_map(field):
        of_value = _single_writer(_map_value(field), _argument(declared, -1))
        return lambda entries: _read_map(cast("Mapping[object, object]", entries), of_value)
    if not field.is_repeated:
        return _single_writer(field, _bare(declared))
    single = _single_writer(field, _argument(declared, 0))
    if single is None:
        return None
    return lambda items: [single(item) for item in cast("Sequence[object]", items)]


def _single_writer(field: FieldDescriptor, declared: object) -> Convert | None:
    if field.enum_type is not None:
        words = _words(field.enum_type)
        return lambda word: words[str(word)]
    inner = field.message_type
    if inner is None:
        return None
    if inner.full_name == _TIMESTAMP:
        return lambda at: _timestamp(cast("dt.datetime", at))
    if inner.full_name == _STRUCT:
        return _struct
    if not (isinstance(declared, type) and issubclass(declared, msgspec.Struct)):
        raise TypeError(
            f"{field.full_name} is a message, so its Struct field must be a Struct, not {declared!r}"
        )
    writers = _writers(declared, inner)
    message_class = GetMessageClass(inner)
    return lambda value: message_class(**_write(cast("msgspec.Struct", value), writers))


def _timestamp(at: dt.datetime) -> timestamp_pb2.Timestamp:
    wire = timestamp_pb2.Timestamp()
    wire.FromDatetime(at)
    return wire


def _struct(value: object) -> struct_pb2.Struct:
    wire = struct_pb2.Struct()
    wire.update(
        cast("Mapping[str, None]", value)
    )  # any JSON value: protobuf keeps the name of that type to itself
    return wire


def _words(enum: EnumDescriptor) -> dict[str, int]:
    """Map our words to an enum's numbers: DIRECTION_DEBIT of Direction is "debit"; the zero has no word."""
    prefix = "".join(f"_{letter}" if letter.isupper() else letter for letter in enum.name).lstrip("_").upper()
    return {
        value.name.removeprefix(f"{prefix}_").lower(): value.number for value in enum.values if value.number
    }


def _is_map(field: FieldDescriptor) -> bool:
    return field.message_type is not None and field.message_type.GetOptions().map_entry


def _map_value(field: FieldDescriptor) -> FieldDescriptor:
    return cast("Descriptor", field.message_type).fields_by_name["value"]


def _bare(declared: object) -> object:
    """Strip Annotated and `| None` off a type."""
    if typing.get_origin(declared) is typing.Annotated:
        return _bare(typing.get_args(declared)[0])
    if typing.get_origin(declared) in {types.UnionType, typing.Union}:
        left = [each for each in typing.get_args(declared) if each not in {types.NoneType, msgspec.UnsetType}]
        return _bare(left[0]) if len(left) == 1 else declared
    return declared


def _argument(declared: object, at: int) -> object:
    return _bare(typing.get_args(_bare(declared))[at])
