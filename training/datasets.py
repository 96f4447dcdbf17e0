"""A table to a matrix: read, choose and encode columns, and say what was left out and why.

Nothing looks at the target but the checks that say so: codes of categories are their natural order.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import cast

import numpy as np
import polars as pl
from numpy.typing import NDArray

from inference.manifest import COLUMNS_MAX, Column
from training.errors import DatasetRefused

_USUAL_TARGETS = {"target", "label", "bad", "default", "defaulted", "churn", "churned", "exited", "y"}


CATEGORIES_MAX = 200
_CATEGORY_ROWS_MIN = 5
_ID_SHARE = 0.9
AMOUNT_NAME = re.compile(
    r"amount|amt|value|price|spend|total|cents|paise|usd|gbp|eur|inr|balance", re.IGNORECASE
)
_ID_ROWS_MIN = 100
_SPOILT_DISTINCT_MIN = 20
_NAME_MAX = 128
_FLOAT32_MAX = float(np.finfo(np.float32).max)
_DATE = r"^\d{4}-\d{2}-\d{2}([T ].*)?$|^\d{1,2}[./-]\d{1,2}[./-]\d{4}$"


def find_target(frame: pl.DataFrame) -> str:
    """Guess the column that says what came true: a usual name for it, else the only column of noughts and ones.

    Raises: DatasetRefused when several could be meant, or none.
    """
    binary = [name for name in frame.columns if _is_binary(frame[name])]
    named = [name for name in binary if name.lower() in _USUAL_TARGETS]
    for found in (named, binary):
        if len(found) == 1:
            return found[0]
    raise DatasetRefused(
        f"Several columns could be the target, or none: {', '.join(binary[:10]) or 'none'}.",
        fix="Name the column: --target COLUMN.",
    )


def _is_binary(series: pl.Series) -> bool:
    if series.dtype == pl.Boolean:
        return True
    return series.dtype.is_numeric() and set(series.drop_nulls().unique().head(3).to_list()) == {0, 1}


def describe(frame: pl.DataFrame, least: int = 1) -> tuple[tuple[Column, ...], tuple[str, ...]]:
    """Choose what can be a feature. Returns: columns in the file's order, and a note for each one left out.

    Raises: DatasetRefused where leaving out would be a guess: dates, lists, structs.
    """
    for name in frame.columns:
        if not 0 < len(name) <= _NAME_MAX:
            raise DatasetRefused(
                f"The column name `{name[:_NAME_MAX]}` has not between 1 and {_NAME_MAX} characters."
            )
    refused = [series.name for series in frame if not _usable(series.dtype) or _looks_like_dates(series)]
    if refused:
        names = ", ".join(f"`{name}`" for name in refused)
        fix = f"Turn them into numbers (days since, month) or leave them out: --exclude {','.join(refused)}"
        raise DatasetRefused(
            f"Columns that are dates, lists or other types without an order: {names}.", fix=fix
        )
    columns, notes = [], []
    for series in frame:
        _refuse_spoilt_numbers(series)
        reason = _useless(series)
        if reason:
            notes.append(f"`{series.name}` was left out: {reason}.")
        else:
            columns.append(described_column(series))
    if not least <= len(columns) <= COLUMNS_MAX:
        raise DatasetRefused(f"{len(columns)} usable columns are left; from 1 to {COLUMNS_MAX} can be used.")
    return tuple(columns), tuple(notes)


def encode_frame(columns: Sequence[Column], frame: pl.DataFrame) -> NDArray[np.float32]:
    """The matrix that `inference.inputs.encode_inputs` makes of the same rows, a column at a time.

    Raises: DatasetRefused naming the column and the row (the first row is 1).
    """
    matrix = np.full((frame.height, len(columns)), np.nan, np.float32)
    for index, column in enumerate(columns):
        if column.name in frame.columns:
            values = _encode(column, frame[column.name])
            _require_finite(column.name, values)
            matrix[:, index] = values
    return matrix


def _encode(column: Column, series: pl.Series) -> NDArray[np.float64]:
    """float64[n], NaN where missing."""
    if series.null_count() == len(series):
        return np.full(len(series), np.nan)
    text = series.dtype in {pl.String, pl.Categorical} or isinstance(series.dtype, pl.Enum)
    if column.kind == "category":
        if not (text or series.dtype.is_integer()):  # codes that look like numbers arrive as such from a CSV
            raise DatasetRefused(f"Column `{column.name}` holds {series.dtype}, and the version wants text.")
        return _codes(column, series.cast(pl.String))
    values = series.cast(pl.String).cast(pl.Float64, strict=False) if text else series.cast(pl.Float64)
    wrong = values.is_null() & series.is_not_null()
    if column.kind == "boolean":
        wrong |= values.is_not_null() & ~values.is_in([0.0, 1.0])
    if text or wrong.any():
        row = int(wrong.arg_max() or 0)
        raise DatasetRefused(
            f"Column `{column.name}`, row {row + 1}: {series[row]!r} is not a {column.kind}."
        )
    return values.fill_null(np.nan).to_numpy()


def _codes(column: Column, series: pl.Series) -> NDArray[np.float64]:
    names = list(column.codes)
    known = [float(column.codes[name]) for name in names]
    codes = series.replace_strict(names, known, default=column.other, return_dtype=pl.Float64)
    return codes.set(series.is_null(), None).fill_null(np.nan).to_numpy()


def _require_finite(name: str, values: NDArray[np.float64]) -> None:
    wrong = np.flatnonzero(np.abs(values) > _FLOAT32_MAX)
    if len(wrong):
        raise DatasetRefused(f"Column `{name}`, row {wrong[0] + 1}: {values[wrong[0]]} is beyond float32.")


def _usable(dtype: pl.DataType) -> bool:
    return (
        dtype.is_numeric()
        or dtype in {pl.Boolean, pl.String, pl.Categorical, pl.Null}
        or isinstance(dtype, pl.Enum)
    )


def _looks_like_dates(series: pl.Series) -> bool:
    if series.dtype != pl.String:
        return False
    present = series.drop_nulls()
    return len(present) > 0 and bool(present.str.contains(_DATE).all())


def _refuse_spoilt_numbers(series: pl.Series) -> None:
    """A few words among numbers would silently make a category of a quantity."""
    if series.dtype != pl.String or series.n_unique() <= _SPOILT_DISTINCT_MIN:
        return
    numbers = series.cast(pl.Float64, strict=False)
    wrong = numbers.is_null() & series.is_not_null()
    if 0 < int(wrong.sum()) <= (1 - _ID_SHARE) * len(series):
        row = int(wrong.arg_max() or 0)
        raise DatasetRefused(
            f"Column `{series.name}` holds numbers, but row {row + 1} holds {series[row]!r}.",
            fix="Correct the row, leave its value empty, or leave the column out with --exclude.",
        )


def _useless(series: pl.Series) -> str | None:
    distinct = series.drop_nulls().n_unique()
    if distinct == 0:
        return "it is empty"
    if distinct == 1 and series.null_count() == 0:
        return "it is the same in every row"
    text = not series.dtype.is_numeric() and series.dtype != pl.Boolean
    if text and distinct > max(_ID_SHARE * len(series), _ID_ROWS_MIN):
        return "nearly every row has its own value, as an id has"
    if (
        series.dtype.is_integer()
        and distinct == len(series) >= _ID_ROWS_MIN
        and not AMOUNT_NAME.search(series.name)
    ):
        return "every row has its own whole number, as an id has"
    return None


def described_column(series: pl.Series) -> Column:
    """The kind of a column by its type; codes of a category are the natural order of its common values."""
    if series.dtype == pl.Boolean:
        return Column(name=series.name, kind="boolean")
    if series.dtype.is_numeric():
        return Column(name=series.name, kind="number")
    counts = Counter(cast(list[str], series.drop_nulls().cast(pl.String).to_list()))
    kept = [value for value, count in counts.most_common(CATEGORIES_MAX) if count >= _CATEGORY_ROWS_MIN]
    codes = {value: code for code, value in enumerate(sorted(kept, key=_natural))}
    return Column(
        name=series.name, kind="category", codes=codes, other=len(codes) if len(kept) < len(counts) else None
    )


def _natural(text: str) -> list[tuple[int, int, str]]:
    """emp_2 before emp_10, < 1 year first: digits compare as numbers, and order often carries meaning (grades, bands)."""
    parts = re.split(r"(\d+)", text)
    return [
        (0, int(part), "") if part.isdigit() and part.isascii() else (1, 0, part) for part in parts if part
    ]
