"""A later table to the columns of an earlier one: what is absent, renamed in type or spelt otherwise must not stop a score.

What cannot be read becomes missing and is said; a column of which most cannot be read is refused by name.
"""

from collections.abc import Sequence

import numpy as np
import polars as pl

from inference.manifest import Column
from training.errors import DatasetRefused
from training.frames import as_dates
from training.written import numbers_of

_FLOAT32_MAX = float(np.finfo(np.float32).max)
_UNREADABLE_SHARE_MAX = 0.5
_YES = {"1", "1.0", "true", "t", "yes", "y"}
_NO = {"0", "0.0", "false", "f", "no", "n"}


def conform(frame: pl.DataFrame, columns: Sequence[Column]) -> tuple[pl.DataFrame, list[str]]:
    """The table with exactly these columns, in their kinds. Returns: it, and a sentence for each thing amiss.

    Raises: DatasetRefused naming a column that holds something else altogether.
    """
    notes: list[str] = []
    found: list[pl.Series] = []
    for column in columns:
        if column.name not in frame.columns:
            notes.append(f"`{column.name}` is absent and counts as missing in every row.")
            found.append(pl.Series(column.name, [None] * frame.height, dtype=_TYPES[column.kind]))
            continue
        series = frame[column.name]
        series = series.fill_nan(None) if series.dtype.is_float() else series
        if column.kind == "number":
            read, said = _numbers(series)
            notes.extend(filter(None, [said]))
        else:
            read = _booleans(series) if column.kind == "boolean" else text_of(series)
        present, lost = len(series) - series.null_count(), read.null_count() - series.null_count()
        if lost > _UNREADABLE_SHARE_MAX * present:
            shown = series.filter(read.is_null() & series.is_not_null()).head(3).to_list()
            raise DatasetRefused(
                f"Column `{column.name}` should hold a {column.kind}, but holds {', '.join(map(repr, shown))} …"
            )
        if lost > 0:
            notes.append(
                f"`{column.name}`: {lost:,} of {present:,} values are not a {column.kind} and count as missing."
            )
        found.append(read.alias(column.name))
    return pl.DataFrame(found), notes


def conform_date(frame: pl.DataFrame, name: str, form: str = "") -> pl.Series:
    """Datetime(ms); all missing where the column is absent. form: of the training table, tried first. Raises: DatasetRefused when it holds no dates."""
    if name not in frame.columns or frame[name].null_count() == frame.height:
        return pl.Series(name, [None] * frame.height, dtype=pl.Datetime("ms"))
    dates = as_dates(frame[name], form)
    if dates is None:
        raise DatasetRefused(f"Column `{name}` should hold dates, but holds {frame[name].drop_nulls()[0]!r}.")
    return dates


def _numbers(series: pl.Series) -> tuple[pl.Series, str]:
    """Float64, and a sentence where they are written otherwise than in training. Raises: DatasetRefused."""
    if series.dtype == pl.Boolean or series.dtype.is_numeric():
        return _within_float32(series.cast(pl.Float64)), ""
    if series.dtype == pl.Null:
        return pl.Series(series.name, [None] * len(series), dtype=pl.Float64), ""
    found, said = numbers_of(series.cast(pl.String, strict=False))
    return _within_float32(found), said


def _within_float32(values: pl.Series) -> pl.Series:
    return values.set(values.abs() > _FLOAT32_MAX, None).fill_nan(None)


def _booleans(series: pl.Series) -> pl.Series:
    if series.dtype == pl.Boolean:
        return series
    text = text_of(series).str.to_lowercase()
    yes, no = text.is_in(list(_YES)), text.is_in(list(_NO))
    return yes.set(~(yes | no), None)


def text_of(series: pl.Series) -> pl.Series:
    """As text, the same whether a whole number was read as such or as a float: 3, 3.0 and `3` are all `3`."""
    if series.dtype.is_float():
        whole = series.drop_nulls().drop_nans()
        if len(whole) == 0 or bool((whole == whole.floor()).all() and (whole.abs() < 2**53).all()):
            return series.fill_nan(None).cast(pl.Int64).cast(pl.String)
    return series.cast(pl.String, strict=False).str.strip_chars()


_TYPES = {"number": pl.Float64, "boolean": pl.Boolean, "category": pl.String}
