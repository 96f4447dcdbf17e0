"""The kinds of values in rules, and what is known of a value before any fact is."""

from enum import StrEnum

import msgspec


class Kind(StrEnum):
    NUMBER = "number"
    TEXT = "text"
    FLAG = "boolean"
    NUMBERS = "list of numbers"
    TEXTS = "list of texts"
    RANGE = "range"
    NOTHING = "nothing"


FACT_CHARS = 1_024


class Known(msgspec.Struct, frozen=True):
    """What is known of a value.

    missing: it may be null. texts: all that a TEXT can be, where that is known. never_zero: a NUMBER that is safe to
    divide by. chars: of a TEXT that was put together, how long it may be; 0 for one fact, which counts as 1,024.
    """

    kind: Kind
    missing: bool = False
    texts: frozenset[str] | None = None
    never_zero: bool = False
    chars: int = 0

    @property
    def length_max(self) -> int:
        """How many characters a text may have."""
        if self.texts is not None:
            return max(map(len, self.texts), default=0)
        return self.chars or FACT_CHARS


NOTHING = Known(Kind.NOTHING, missing=True)
FLAG = Known(Kind.FLAG)
NUMBER = Known(Kind.NUMBER)
LISTS = {Kind.NUMBERS: Kind.NUMBER, Kind.TEXTS: Kind.TEXT}


def either(left: Known, right: Known) -> Known | None:
    """What is known of a value that is one of two; None when they are of different kinds."""
    if left.kind is Kind.NOTHING or right.kind is Kind.NOTHING:
        sure = right if left.kind is Kind.NOTHING else left
        return msgspec.structs.replace(sure, missing=True)
    if left.kind is not right.kind:
        return None
    texts = left.texts | right.texts if left.texts is not None and right.texts is not None else None
    missing = left.missing or right.missing
    chars = max(left.length_max, right.length_max) if left.chars or right.chars else 0
    return Known(left.kind, missing, texts, left.never_zero and right.never_zero, chars)


def missing(known: Known) -> Known:
    return msgspec.structs.replace(known, missing=True)


def present(known: Known) -> Known:
    return msgspec.structs.replace(known, missing=False)
