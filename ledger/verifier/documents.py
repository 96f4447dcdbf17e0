"""JSON documents read strictly: every field there, of its type, and none besides.

Where RFC 8259 leaves a choice, RFC 7493 makes it: UTF-8 without a mark of byte order, no key twice, no half of a surrogate
pair, no NaN. And 64 levels at most, so that no reader's own limit decides.
"""

import json
from collections.abc import Mapping
from typing import TypeAlias, cast

from ledger.verifier.note_keys import NoteRefused, decode_base64

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
INTEGER_MAX = 2**63 - 1
DEPTH_MAX = 64


class DocumentRefused(Exception):
    """The document does not have the form it must have."""


def parse(text: str | bytes) -> Json:
    """Raises: DocumentRefused; on a repeated key too, which the standard library would let pass."""
    try:
        decoded = text.decode() if isinstance(text, bytes) else text
        value = cast(Json, json.loads(decoded, object_pairs_hook=_unique, parse_constant=_no_number))
        _check(value, DEPTH_MAX)
    except (ValueError, RecursionError) as error:
        raise DocumentRefused("this is not JSON") from error
    return value


def lines(data: bytes) -> list[bytes]:
    """Split at newlines and at nothing else; the last line may go without its own."""
    found = data.split(b"\n")
    return found if found[-1] else found[:-1]


def record(value: Json, fields: frozenset[str]) -> dict[str, Json]:
    """Return the value as a record of exactly these fields."""
    if not isinstance(value, dict) or value.keys() != fields:
        raise DocumentRefused(f"expected exactly the fields {', '.join(sorted(fields))}")
    return value


def text(fields: Mapping[str, Json], name: str) -> str:
    value = fields[name]
    if not isinstance(value, str):
        raise DocumentRefused(f"{name} is not a text")
    return value


def integer(fields: Mapping[str, Json], name: str) -> int:
    value = fields[name]
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= INTEGER_MAX:
        raise DocumentRefused(f"{name} is not an integer from 0 to {INTEGER_MAX}")
    return value


def octets(fields: Mapping[str, Json], name: str) -> bytes:
    return _decode(text(fields, name), name)


def hexadecimal(fields: Mapping[str, Json], name: str) -> bytes:
    value = text(fields, name)
    try:
        data = bytes.fromhex(value)
    except ValueError as error:
        raise DocumentRefused(f"{name} is not hex") from error
    if data.hex() != value:
        raise DocumentRefused(f"{name} is not spelled in lower-case hex")
    return data


def octets_list(fields: Mapping[str, Json], name: str, length_max: int) -> tuple[bytes, ...]:
    values = fields[name]
    if not isinstance(values, list) or len(values) > length_max:
        raise DocumentRefused(f"{name} is not a list of at most {length_max}")
    if not all(isinstance(value, str) for value in values):
        raise DocumentRefused(f"{name} is not a list of texts")
    return tuple(_decode(cast(str, value), name) for value in values)


def _decode(value: str, name: str) -> bytes:
    try:
        return decode_base64(value)
    except NoteRefused as error:
        raise DocumentRefused(f"{name}: {error}") from error


def _unique(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise ValueError("a key is repeated")
    return fields


def _no_number(word: str) -> float:
    raise ValueError(f"{word} is not JSON")


def _check(value: Json, depth: int) -> None:
    """Raises: ValueError when nested too deep, or for a text that is not Unicode."""
    if isinstance(value, str):
        if not value.isascii():
            value.encode()
    elif isinstance(value, (dict, list)):
        if depth == 0:
            raise ValueError(f"nested deeper than {DEPTH_MAX} levels")
        for item in value if isinstance(value, list) else (*value.keys(), *value.values()):
            _check(item, depth - 1)
