"""A quick look at entries as this service writes them: whatever passes here, `ledger.verifier` reads.

The verifier stands alone, in plain Python, and takes 24 us an entry; the C decoder with a compiled schema takes 8. This
one only ever says yes or "look closer", so the two need not agree on what is wrong with an entry.
"""

from typing import Annotated, Literal

import cbor2
import msgspec

_INT_MAX = 2**63 - 1  # beyond 64 bits the decoder takes bignums, which no entry holds
_Text = Annotated[str, msgspec.Meta(min_length=1)]
_Id = Annotated[bytes, msgspec.Meta(min_length=16, max_length=16)]
_Hash = Annotated[bytes, msgspec.Meta(min_length=32, max_length=32)]


class PlainEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The fields of `ledger.verifier.entries`, within 64 bits, and nothing that is empty."""

    v: Literal[1]
    typ: _Text
    log: _Id
    eid: _Id
    ts: Annotated[int, msgspec.Meta(ge=0, le=_INT_MAX)]
    act: _Text
    out: _Text | msgspec.UnsetType = msgspec.UNSET
    model: _Hash | msgspec.UnsetType = msgspec.UNSET
    rules: _Hash | msgspec.UnsetType = msgspec.UNSET
    score: Annotated[int, msgspec.Meta(ge=-_INT_MAX, le=_INT_MAX)] | msgspec.UnsetType = msgspec.UNSET
    pc: Annotated[list[_Hash], msgspec.Meta(min_length=1)] | msgspec.UnsetType = msgspec.UNSET
    refs: Annotated[list[_Id], msgspec.Meta(min_length=1)] | msgspec.UnsetType = msgspec.UNSET


# Shorter names first, then by their bytes: RFC 8949 section 4.2.3, and of one length as section 4.2.1 has it.
_ORDER = tuple(sorted(PlainEntry.__struct_fields__, key=lambda name: (len(name), name)))


def find_plain(data: bytes) -> PlainEntry | None:
    """Read an entry that is written the one canonical way; None where it takes a closer look."""
    try:
        fields = cbor2.loads(data)
        if type(fields) is not dict or [name for name in _ORDER if name in fields] != list(fields):
            return None
        # The same bytes again: no length or number was written long, no key twice, nothing follows.
        if cbor2.dumps(fields) != data:
            return None
        return msgspec.convert(fields, PlainEntry)
    except (cbor2.CBORError, ArithmeticError, RecursionError, TypeError, ValueError):
        return None
