"""JSON documents read strictly: every field there, of its type, and none besides."""

import json
from collections.abc import Mapping
from typing import TypeAlias, cast

from ledger.verifier.notes import NoteRefused, decode_base64

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
INTEGER_MAX = 2**63 - 1


class DocumentRefused(Exception):
    """The document does not have the form it must have."""


def parse(text: str | bytes) -> Json:
    """Raises: DocumentRefused; on a repeated key too, which the standard library would let pass."""
    try:
        return cast(Json, json.loads(text, object_pairs_hook=_unique))
    except (ValueError, RecursionError) as error:
        raise DocumentRefused("this is not JSON") from error


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
