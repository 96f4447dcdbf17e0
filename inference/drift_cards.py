"""What a version was trained on, as its card carries it, so that drift of an uploaded version has something to start from."""

import base64
import binascii
from typing import Annotated

import msgspec
import numpy as np
from msgspec import Meta
from numpy.typing import NDArray

from inference.manifest import COLUMNS_MAX, ColumnName

ROWS_MAX, ROWS_MIN = 1_000, 200
_VALUES_MAX = 100_000  # of all columns together: a wide version keeps fewer rows
_SCORE, _ANSWER = "=score", "=answer"
_BYTES = 4
Count = Annotated[int, Meta(ge=0, le=ROWS_MAX)]


class CardReference(msgspec.Struct, frozen=True, kw_only=True):
    """columns: base64 of present values by name, float32, little-endian and rising; missing: how many had none.

    Each column is sorted by itself, so that no row of anybody's can be put together again. The score is `=score`; of classes,
    those that were named are `=answer`, by their marks (`inference.drift_columns`).
    """

    rows: Count
    columns: Annotated[dict[ColumnName, str], Meta(max_length=COLUMNS_MAX + 2)]
    missing: dict[ColumnName, Count]


class _Card(msgspec.Struct, frozen=True):
    """What is read of a card; the rest is for people."""

    drift_reference: CardReference | None = None


def rows_drawn(count: int, width: int) -> NDArray[np.int64]:
    """Places of the rows that a reference of so many columns keeps: the same ones every time."""
    most = min(ROWS_MAX, max(ROWS_MIN, _VALUES_MAX // (width + 1)))
    return np.random.default_rng(0).permutation(count)[:most]


def card_reference(
    names: tuple[str, ...],
    matrix: NDArray[np.float32] | NDArray[np.float64],
    scores: NDArray[np.float64],
    answers: NDArray[np.float64] | None = None,
) -> CardReference:
    """matrix: [n, names], of which as many rows are kept as fit. scores: float64[m], probabilities of these rows or of some that the model had
    not seen. answers: float64[m], the marks of the classes that those were given."""
    chosen, scored = rows_drawn(len(matrix), len(names)), rows_drawn(len(scores), len(names))
    columns = dict(zip(names, matrix[chosen].T, strict=True)) | {_SCORE: scores[scored]}
    if answers is not None:
        columns[_ANSWER] = answers[scored]
    present = {name: np.sort(column[~np.isnan(column)]).astype("<f4") for name, column in columns.items()}
    return CardReference(
        rows=len(chosen),
        columns={name: base64.b64encode(values.tobytes()).decode() for name, values in present.items()},
        missing={name: len(columns[name]) - len(values) for name, values in present.items()},
    )


def read_card(card: bytes) -> tuple[int, dict[str, bytes], dict[str, int]] | None:
    """Read the reference of a `card.json`: its rows, its columns and how many had none; None where it has none that holds."""
    try:
        found = msgspec.json.decode(card, type=_Card).drift_reference
    except msgspec.DecodeError:
        return None
    if found is None or found.rows == 0 or found.columns.keys() != found.missing.keys():
        return None
    columns = {
        name: _values(text, found.rows - found.missing[name], fewer=name in {_SCORE, _ANSWER})
        for name, text in found.columns.items()
    }
    read = {name: values for name, values in columns.items() if values is not None}
    return (found.rows, read, found.missing) if len(read) == len(columns) and _SCORE in read else None


def _values(text: str, count: int, *, fewer: bool) -> bytes | None:
    """fewer: there may be fewer, of the rows that were held out."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    most = count * _BYTES
    if len(data) > most or len(data) % _BYTES or (len(data) < most and not (fewer and data)):
        return None
    values = np.frombuffer(data, "<f4")
    rising = bool((np.diff(values) >= 0).all()) and not np.isnan(values).any()
    return data if rising else None
