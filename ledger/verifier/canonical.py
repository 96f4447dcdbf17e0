"""Deterministic CBOR, read strictly: what does not re-encode to itself is refused.

Source: RFC 8949 section 4.2.1, restricted so that it is valid DAG-CBOR: text keys, no floats, no tags, no indefinite
lengths, integers within 64 bits. The comparison with the re-encoded bytes refuses duplicate keys (which cbor2 accepts),
long integers, indefinite lengths, unsorted keys and bytes that trail.
"""

from collections.abc import Mapping, Sequence
from typing import TypeAlias, cast

import cbor2

Canonical: TypeAlias = bool | int | str | bytes | Sequence["Canonical"] | Mapping[str, "Canonical"] | None

ENTRY_BYTES_MAX = 16_384
DEPTH_MAX = 32
_INT_MIN = -(2**64)
_INT_MAX = 2**64 - 1


class NotCanonical(Exception):
    """The bytes are not deterministic CBOR of the restricted profile."""


def decode(data: bytes) -> Canonical:
    """Raises: NotCanonical."""
    if len(data) > ENTRY_BYTES_MAX:
        raise NotCanonical(f"{len(data)} bytes are above the limit of {ENTRY_BYTES_MAX}")
    try:
        value = cast(Canonical, cbor2.loads(data))
    except (cbor2.CBORError, ValueError, TypeError, ArithmeticError, RecursionError) as error:
        raise NotCanonical("these bytes are not CBOR") from error
    _check(value, DEPTH_MAX)
    if encode(value) != data:
        raise NotCanonical("these bytes are not in the deterministic form")
    return value


def encode(value: object) -> bytes:
    return cbor2.dumps(value, canonical=True)


def _check(value: object, depth: int) -> None:
    if value is None or isinstance(value, (bool, str, bytes)):
        return
    if isinstance(value, int):
        if not _INT_MIN <= value <= _INT_MAX:
            raise NotCanonical("an integer is beyond 64 bits")
    elif depth == 0:
        raise NotCanonical("nested too deep")
    elif isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise NotCanonical("a key is not text")
            _check(item, depth - 1)
    elif isinstance(value, list):
        for item in value:
            _check(item, depth - 1)
    else:
        raise NotCanonical(f"a {type(value).__name__} has no place here")
