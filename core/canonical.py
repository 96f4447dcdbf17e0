"""Deterministic CBOR (RFC 8949 section 4.2.1), restricted so that it is valid DAG-CBOR too.

Text keys only, no floats, no tags, no indefinite lengths, integers within 64 bits: what is hashed today is hashed the
same by any implementation in twenty years. Why not canonical JSON: its numbers are doubles, which lose amounts above 2^53.
"""

from collections.abc import Mapping, Sequence
from typing import TypeAlias, cast

import cbor2

from core.errors import ErrorKind, PlatformError

Canonical: TypeAlias = bool | int | str | bytes | Sequence["Canonical"] | Mapping[str, "Canonical"] | None

_INT_MIN = -(2**64)
_INT_MAX = 2**64 - 1


class NotCanonical(PlatformError):
    kind = ErrorKind.INVALID
    code = "not_canonical"
    fix = "Encode with deterministic CBOR: text keys, no floats, no tags, shortest forms."


def encode(value: Canonical) -> bytes:
    """Encode to the one form that the profile allows.

    Raises: NotCanonical on a float, a tag, a key that is not text or an integer beyond 64 bits.
    """
    _check(value)
    return cbor2.dumps(value, canonical=True)


def decode(data: bytes) -> Canonical:
    """Decode only what `encode` would have written.

    The comparison with the re-encoded bytes refuses duplicate keys (which cbor2 accepts), long integers, indefinite
    lengths and unsorted keys in one step.
    Raises: NotCanonical.
    """
    try:
        value = cast(Canonical, cbor2.loads(data))
    except (cbor2.CBORDecodeError, ValueError, RecursionError) as error:
        raise NotCanonical("These bytes are not CBOR.", internal=type(error).__name__) from error
    if encode(value) != data:
        raise NotCanonical("These bytes are not in the deterministic form.")
    return value


def _check(value: object) -> None:
    if value is None or isinstance(value, (bool, str, bytes)):
        return
    if isinstance(value, int):
        if not _INT_MIN <= value <= _INT_MAX:
            raise NotCanonical("An integer is beyond 64 bits.")
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if not isinstance(key, str):
                raise NotCanonical("A key of a map is not text.")
            _check(item)
    elif isinstance(value, Sequence):
        for item in value:
            _check(item)
    else:
        raise NotCanonical(f"A {type(value).__name__} has no place in the canonical form.")
