"""What a request says in the columns of a tenant's own version, as numbers whose distributions can be compared."""

import hashlib
import math
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from inference.answering.truths import slug
from inference.inputs import InputValue, encode_value
from inference.manifest import Column, Task

_MARK_BYTES = 3
"""A float32 holds every number of 24 bits."""
Values: TypeAlias = Mapping[str, InputValue]


def measured(columns: Sequence[Column], rows: Sequence[Values], task: Task) -> NDArray[np.float64]:
    """float64[len(rows), len(columns)], NaN where missing or not to be read.

    Numbers, booleans and categories are what the version scores. Of one that tells classes a category is the mark of its
    text, since no codes are kept of it, and a text is how many words it has.
    """
    found = np.full((len(rows), len(columns)), np.nan, np.float64)
    for at, row in enumerate(rows):
        found[at] = [_measured(column, row.get(column.name), task) for column in columns]
    return found


def nominal(columns: Sequence[Column]) -> frozenset[str]:
    """Names of the columns whose numbers are in no order."""
    return frozenset(column.name for column in columns if column.kind == "category")


def mark(text: str) -> float:
    """A number below 2^24 that stands for a text: the same for the same text, and not the text itself."""
    return float(int.from_bytes(hashlib.blake2b(text.encode(), digest_size=_MARK_BYTES).digest(), "big"))


def class_mark(label: str) -> float:
    """The mark of a class, however it is spelt: as truths are compared with it."""
    return mark(slug(label))


def _measured(column: Column, value: InputValue, task: Task) -> float:
    if value is None:
        return math.nan
    if column.kind == "text" or (column.kind == "category" and task == "classes"):
        text = value.strip() if isinstance(value, str) else ""
        if not text:
            return math.nan
        return float(len(text.split())) if column.kind == "text" else mark(text)
    read = encode_value(column, value)
    return math.nan if isinstance(read, str) else read
