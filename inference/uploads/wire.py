"""A strict reader of protobuf messages: what it does not know, it refuses.

A lenient parser and the runtime's could see two different models in the same bytes. So here a field that the schema does
not name, a singular field that comes twice, a repeated field that comes in pieces and a group are all refused, and a
message is read into flat arrays without recursion: nested ones stay bytes until somebody asks for them.
Source: https://protobuf.dev/programming-guides/encoding/.
"""

import enum
from collections.abc import Mapping
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.errors import ErrorKind, PlatformError

FIELDS_MAX = 400_000
TEXTS_MAX = 2_000_000
"""Of short texts in a row, equal ones counted too: each takes half a microsecond."""
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_VARINT_BYTES_MAX = 10
_LONG = 0x80  # from here on a length takes two bytes
Span: TypeAlias = memoryview


class ModelRefused(PlatformError):
    kind = ErrorKind.INVALID
    code = "model_refused"
    fix = (
        "Export one self-contained ONNX file of standard operators; see docs/own-models.md for what is taken."
    )


class Kind(enum.Enum):
    """What a field holds: one or many numbers, floats, doubles or runs of bytes (texts and nested messages)."""

    INT = enum.auto()
    INTS = enum.auto()
    FLOAT = enum.auto()
    FLOATS = enum.auto()
    DOUBLES = enum.auto()
    BYTES = enum.auto()
    MANY = enum.auto()


Schema: TypeAlias = Mapping[int, Kind]
_WIRES = {
    Kind.INT: {_VARINT},
    Kind.INTS: {_VARINT, _BYTES},
    Kind.FLOAT: {_FIXED32},
    Kind.FLOATS: {_FIXED32, _BYTES},
    Kind.DOUBLES: {_FIXED64, _BYTES},
    Kind.BYTES: {_BYTES},
    Kind.MANY: {_BYTES},
}
_SINGULAR = {Kind.INT, Kind.FLOAT, Kind.BYTES}


class Message:
    """The fields of one message by number. An absent number is 0, an absent text empty, an absent list empty."""

    def __init__(self) -> None:
        self._ints: dict[int, NDArray[np.int64]] = {}
        self._floats: dict[int, NDArray[np.float64]] = {}
        self._spans: dict[int, list[Span]] = {}

    def has(self, number: int) -> bool:
        return number in self._ints or number in self._floats or number in self._spans

    def whole(self, number: int) -> int:
        found = self._ints.get(number)
        return 0 if found is None else int(found[0])

    def ints(self, number: int) -> NDArray[np.int64]:
        return self._ints.get(number, np.empty(0, np.int64))

    def floats(self, number: int) -> NDArray[np.float64]:
        return self._floats.get(number, np.empty(0))

    def span(self, number: int) -> Span:
        found = self._spans.get(number)
        return memoryview(b"") if found is None else found[0]

    def spans(self, number: int) -> list[Span]:
        return self._spans.get(number, [])

    def text(self, number: int) -> str:
        """Raises: ModelRefused when it is not UTF-8."""
        return text_of(self.span(number))

    def put_ints(self, number: int, values: NDArray[np.int64]) -> None:
        self._ints[number] = values

    def put_floats(self, number: int, values: NDArray[np.float64]) -> None:
        self._floats[number] = values

    def put_spans(self, number: int, spans: list[Span]) -> None:
        self._spans.setdefault(number, []).extend(spans)

    def put_span(self, number: int, span: Span) -> None:
        self._spans.setdefault(number, []).append(span)


class Reader:
    """Reads messages of one file, and gives up on files of too many parts; a run of numbers is one part, as it is read in one go."""

    def __init__(self) -> None:
        self._left = FIELDS_MAX
        self._texts = TEXTS_MAX

    def read(self, span: Span, schema: Schema, what: str) -> Message:
        """what: the message's name, for refusals. Raises: ModelRefused."""
        message = Message()
        at, last = 0, 0
        while at < len(span):
            tag, after = _varint(span, at)
            number, wire = tag >> 3, tag & 7
            kind = schema.get(number)
            if kind is None:
                raise ModelRefused(f"The ONNX file holds what is not taken here: field {number} of {what}.")
            if wire not in _WIRES[kind]:
                raise ModelRefused(
                    f"The ONNX file is not sound: field {number} of {what} is of another type."
                )
            if message.has(number) and (kind in _SINGULAR or number != last):
                raise ModelRefused(f"The ONNX file is not sound: field {number} of {what} comes twice.")
            if wire != _BYTES and kind in {Kind.INTS, Kind.FLOATS, Kind.DOUBLES} and message.has(number):
                raise ModelRefused(
                    f"The ONNX file is not sound: field {number} of {what} comes in two forms."
                )
            at = self._field(span, at, after, kind, message)
            last = number
        return message

    def _field(self, span: Span, at: int, after: int, kind: Kind, message: Message) -> int:
        """Read one field, or a run of the same unpacked field. at: of its tag. Returns: where the next one starts."""
        tag, _ = _varint(span, at)
        number, wire = tag >> 3, tag & 7
        self._count(1)
        if wire == _VARINT:
            if kind is Kind.INT:
                value, stop = _varint(span, after)
                message.put_ints(number, np.array([_signed(value)], np.int64))
                return stop
            values, stop = _run_of_varints(span[at:], tag)
            message.put_ints(number, values)
            return at + stop
        if wire in {_FIXED32, _FIXED64}:
            floats, stop = _run_of_fixed(span[at:], span[at:after], 4 if wire == _FIXED32 else 8)
            if kind is Kind.FLOAT and len(floats) > 1:
                raise ModelRefused("The ONNX file is not sound: a number comes twice.")
            message.put_floats(number, floats)
            return at + stop
        if kind is Kind.MANY and after == at + 1 and after < len(span) and span[after] < _LONG:
            return self._run_of_texts(span, at, message)
        length, start = _varint(span, after)
        stop = start + length
        if stop > len(span):
            raise ModelRefused("The ONNX file is cut short.")
        self._packed(number, kind, span[start:stop], message)
        return stop

    def _run_of_texts(self, span: Span, at: int, message: Message) -> int:
        """Read short runs of bytes of one tag for as long as they come. A tree names the mode of each of its nodes, a million times
        the same few words: equal ones are kept once, and are one part. Returns: where the run stops."""
        tag, number, size = span[at], span[at] >> 3, len(span)
        known: dict[bytes, Span] = {}
        found: list[Span] = []
        while at + 1 < size and span[at] == tag and span[at + 1] < _LONG and len(found) <= self._texts:
            stop = at + 2 + span[at + 1]
            if stop > size:
                raise ModelRefused("The ONNX file is cut short.")
            text = span[at + 2 : stop]
            found.append(known.setdefault(text.tobytes(), text))
            at = stop
        self._texts -= len(found)
        if self._texts < 0:
            raise ModelRefused(f"The ONNX file has more than {TEXTS_MAX:,} short texts.")
        self._count(len(known) - 1)
        message.put_spans(number, found)
        return at

    def _packed(self, number: int, kind: Kind, span: Span, message: Message) -> None:
        if kind in {Kind.BYTES, Kind.MANY}:
            message.put_span(number, span)
            return
        if message.has(number):
            raise ModelRefused("The ONNX file is not sound: a list of numbers comes in pieces.")
        if kind is Kind.INTS:
            message.put_ints(number, _varints(span)[0])
            return
        size = 4 if kind is Kind.FLOATS else 8
        if len(span) % size:
            raise ModelRefused("The ONNX file is not sound: a list of numbers ends within one.")
        message.put_floats(number, np.frombuffer(span, f"<f{size}").astype(np.float64))

    def _count(self, fields: int) -> None:
        self._left -= fields
        if self._left < 0:
            raise ModelRefused(f"The ONNX file has more than {FIELDS_MAX:,} parts.")


def text_of(span: Span) -> str:
    try:
        return str(span, "utf-8")
    except UnicodeDecodeError as error:
        raise ModelRefused("The ONNX file is not sound: a name is not UTF-8.") from error


def _varint(span: Span, at: int) -> tuple[int, int]:
    value = shift = 0
    while at < len(span) and shift < 7 * _VARINT_BYTES_MAX:
        byte = span[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
    raise ModelRefused("These bytes are not an ONNX file.")


def _signed(value: int) -> int:
    value &= (1 << 64) - 1
    return value - (1 << 64) if value >> 63 else value


def _varints(span: Span) -> tuple[NDArray[np.int64], NDArray[np.intp]]:
    """Decode back-to-back varints. Returns: them as int64, and where each one stops."""
    raw = np.frombuffer(span, np.uint8)
    stops = np.flatnonzero(raw < 0x80) + 1
    if (int(stops[-1]) if len(stops) else 0) != len(raw):
        raise ModelRefused("The ONNX file is not sound: a number has no end.")
    starts = np.concatenate(([0], stops[:-1])).astype(np.intp) if len(stops) else stops
    lengths = stops - starts
    if len(lengths) and int(lengths.max()) > _VARINT_BYTES_MAX:
        raise ModelRefused("The ONNX file is not sound: a number is too long.")
    values = np.zeros(len(stops), np.uint64)
    for byte in range(int(lengths.max()) if len(lengths) else 0):
        there = lengths > byte
        part = (raw[starts[there] + byte] & 0x7F).astype(np.uint64)
        values[there] |= part << np.uint64(7 * byte)
    return values.view(np.int64), stops


def _run_of_varints(span: Span, tag: int) -> tuple[NDArray[np.int64], int]:
    """Read `tag value tag value …` for as long as the tag stays. Returns: the values, and where the run stops.

    Costs what the rest of the message is long; a repeated field may come once only, so that happens once a field.
    """
    raw = np.frombuffer(span, np.uint8)
    whole = np.flatnonzero(raw < 0x80)
    if not len(whole):
        raise ModelRefused("The ONNX file is not sound: a number has no end.")
    rest = span[: int(whole[-1]) + 1]
    stops = whole + 1
    lengths = np.diff(stops, prepend=0)
    long = np.flatnonzero(lengths > _VARINT_BYTES_MAX)
    if len(long):  # what follows the run may be anything; the run ends before it
        if not long[0]:
            raise ModelRefused("The ONNX file is not sound: a number is too long.")
        rest = span[: int(stops[long[0] - 1])]
    numbers, stops = _varints(rest)
    other = np.flatnonzero(numbers[0::2] != tag)
    pairs = int(other[0]) if len(other) else len(numbers[0::2])
    if pairs > len(numbers) // 2:
        raise ModelRefused("The ONNX file is cut short.")
    return numbers[1 : 2 * pairs : 2].copy(), int(stops[2 * pairs - 1])


def _run_of_fixed(span: Span, tag: Span, size: int) -> tuple[NDArray[np.float64], int]:
    """Read `tag value tag value …` of fixed size for as long as the tag stays. Returns: the values, and the stop."""
    step = len(tag) + size
    count = len(span) // step
    if not count:
        raise ModelRefused("The ONNX file is cut short.")
    table = np.frombuffer(span[: count * step], np.uint8).reshape(count, step)
    same = np.all(table[:, : len(tag)] == np.frombuffer(tag, np.uint8), axis=1)
    other = np.flatnonzero(~same)
    run = int(other[0]) if len(other) else count
    values = np.ascontiguousarray(table[:run, len(tag) :]).view(f"<f{size}").reshape(-1).astype(np.float64)
    return values, run * step
