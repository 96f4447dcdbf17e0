"""The rows of a row group of Parquet. Values have types already: a number is a number, and a text is read as one of a CSV is.

Only a child process imports this module.
"""

import contextlib
import io
import itertools
from collections.abc import Iterator, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from inference.batch.entities import FIELD_CHARS_MAX, BatchRefused, RefusedRow
from inference.batch.forms import FactValue
from inference.batch.frames import category_codes
from inference.batch.layout import Layout
from inference.batch.parquet import RowRange
from inference.batch.rows import FLAGS, FLOAT32_MAX, Rows, RuleValue, rule_value, value_of
from inference.category_codes import NULLS
from inference.manifest import Column
from inference.number_forms import MISSING

TEXT_BYTES_MAX = 134_217_728
_WHOLE_MAX = 2.0**53
Masks = dict[str, NDArray[np.bool_]]
"""For each reason, the rows to which it applies, the reason that counts first."""


def read_row_group(file: bytes, rows: RowRange, layout: Layout, rule_inputs: Sequence[str] = ()) -> Rows:
    """Read rows of a file of one row group. Raises: BatchRefused when its pages cannot be read."""
    names = [layout.names[at] for at in layout.positions]
    own_id = None if layout.id_position is None else layout.names[layout.id_position]
    with _readable(rows.line):
        return _rows(_frame(file, names, own_id, rows), names, own_id, rows.line, layout, rule_inputs)


def named_rows(
    file: bytes, names: Sequence[str], own_id: str | None, rows: RowRange
) -> Iterator[tuple[str | None, dict[str, FactValue]]]:
    """Read columns of a file of one row group as they are. Returns: of each row its id and its values by column.

    Raises: BatchRefused when its pages cannot be read.
    """
    with _readable(rows.line):
        frame = _frame(file, names, own_id, rows)
        ids = None if own_id is None else _texts(frame[own_id]).fill_null("").to_list()
    return zip(itertools.repeat(None) if ids is None else ids, frame.iter_rows(named=True), strict=False)


def _frame(file: bytes, names: Sequence[str], own_id: str | None, rows: RowRange) -> pl.DataFrame:
    wanted = list(dict.fromkeys([*names, *([own_id] if own_id else [])]))
    frame = pl.scan_parquet(io.BytesIO(file)).select(wanted).slice(rows.start, rows.count).collect()
    if frame.height != rows.count:
        raise BatchRefused(f"The rows from {rows.line} cannot be read.", internal=f"{frame.height} of them")
    if own_id is not None and not _plain(frame[own_id].dtype):
        raise BatchRefused(f"Column `{own_id}` holds {frame[own_id].dtype}, which names no rows.")
    if sum(_text_bytes(series) for series in frame) > TEXT_BYTES_MAX:
        raise BatchRefused(
            f"The texts of {rows.count:,} rows from row {rows.line} have more than {TEXT_BYTES_MAX:,} bytes.",
            fix="Write the file with smaller row groups.",
        )
    return frame


def _plain(dtype: pl.DataType) -> bool:
    return _is_text(dtype) or not (dtype.is_nested() or dtype in {pl.Binary, pl.Object})


def _is_text(dtype: pl.DataType) -> bool:
    return dtype == pl.String or isinstance(dtype, pl.Categorical | pl.Enum)


def _text_bytes(series: pl.Series) -> int:
    """How long the texts of a column are together: one that stands in a page's dictionary may be that of every row."""
    if series.dtype == pl.String:
        return int(series.str.len_bytes().cast(pl.Int64).sum())
    if _is_text(series.dtype):
        return int(series.cat.len_bytes().cast(pl.Int64).sum())
    if series.dtype == pl.Binary:
        return int(series.bin.size().cast(pl.Int64).sum())
    if isinstance(series.dtype, pl.List | pl.Array):
        return _text_bytes(series.explode())
    return sum(map(_text_bytes, series.struct)) if isinstance(series.dtype, pl.Struct) else 0


def _texts(series: pl.Series) -> pl.Series:
    """A whole number is the same text whether it is stored as one or not, as in training."""
    if not series.dtype.is_float():
        return series.cast(pl.String)
    whole = series.is_finite() & (series == series.floor()) & (series.abs() < _WHOLE_MAX)
    as_whole = series.set(~whole.fill_null(value=False), None).cast(pl.Int64).cast(pl.String)
    return as_whole.fill_null(series.fill_nan(None).cast(pl.String))


@contextlib.contextmanager
def _readable(first_line: int) -> Iterator[None]:
    try:
        yield
    except pl.exceptions.PolarsError as error:
        raise BatchRefused(
            f"The rows from {first_line} cannot be read.", internal=type(error).__name__
        ) from error


def _rows(
    frame: pl.DataFrame,
    names: Sequence[str],
    own_id: str | None,
    first_line: int,
    layout: Layout,
    rule_inputs: Sequence[str],
) -> Rows:
    matrix = np.empty((frame.height, len(layout.columns)), np.float32)
    reasons: dict[int, RefusedRow] = {}
    ids = None if own_id is None else _ids(frame[own_id], own_id, first_line, reasons)
    inputs: dict[str, list[RuleValue]] = {}
    required = set(layout.required)
    for index, (column, name) in enumerate(zip(layout.columns, names, strict=True)):
        values, wrong = _encoded(column, frame[name])
        if index in required:
            wrong["It is missing."] = np.isnan(values) & ~_any(wrong, len(values))
        for reason, mask in wrong.items():
            for at in np.flatnonzero(mask).tolist():
                reasons.setdefault(at, RefusedRow(first_line + at, name, reason))
        with np.errstate(over="ignore"):  # what is beyond float32 was refused
            matrix[:, index] = values
        if column.name in rule_inputs:
            series = frame[name]
            texts = (
                (_time_texts(series) if column.kind == "date" else _texts(series))
                .fill_null("")
                .str.strip_chars(" \t")
                .to_list()
            )
            inputs[column.name] = [
                rule_value(column, value, text) for value, text in zip(values.tolist(), texts, strict=True)
            ]
    return _kept(matrix, ids, inputs, [reasons[at] for at in sorted(reasons)], first_line)


def _kept(
    matrix: NDArray[np.float32],
    ids: list[str] | None,
    inputs: dict[str, list[RuleValue]],
    refused: list[RefusedRow],
    first_line: int,
) -> Rows:
    lines = np.arange(first_line, first_line + len(matrix), dtype=np.int64)
    rows = Rows(matrix=matrix, lines=lines, ids=ids, inputs=inputs, refused=[])
    return rows.without(refused)


def _ids(series: pl.Series, name: str, first_line: int, reasons: dict[int, RefusedRow]) -> list[str]:
    texts = _texts(series)
    blank = texts.is_null() | (texts.str.strip_chars() == "")
    for at in blank.fill_null(value=True).arg_true().to_list():
        reasons[at] = RefusedRow(first_line + at, name, "It is missing.")
    for at in (texts.str.len_chars() > FIELD_CHARS_MAX).arg_true().to_list():
        reasons[at] = RefusedRow(first_line + at, name, f"It is longer than {FIELD_CHARS_MAX:,} characters.")
    return texts.fill_null("").to_list()


def _encoded(column: Column, series: pl.Series) -> tuple[NDArray[np.float64], Masks]:
    """float64[n], NaN where missing, and what is wrong."""
    if column.kind == "date":
        return _times(column, series)
    text = _is_text(series.dtype)
    if not (text or series.dtype.is_numeric() or series.dtype in {pl.Boolean, pl.Null}):
        raise BatchRefused(
            f"Column `{series.name}` holds {series.dtype}, which is no number, text or boolean."
        )
    if column.kind == "category":
        return _codes(column, _texts(series))
    if text:
        found = series.cast(pl.String).str.strip_chars(" \t")
        if column.numbers is not None:
            return _one_by_one(column, found)
        missing = found.is_null() | found.is_in(list(NULLS))
        if column.kind == "number":
            missing |= found.str.to_lowercase().is_in(list(MISSING)).fill_null(value=False)
        if column.kind == "boolean":
            values = found.str.to_lowercase().replace_strict(
                list(FLAGS), list(FLAGS.values()), default=None, return_dtype=pl.Float64
            )
        else:
            values = found.cast(pl.Float64, strict=False)
        wrong = values.is_null() & ~missing
        numbers = values.fill_null(np.nan).to_numpy()
    else:
        numbers = series.cast(pl.Float64).fill_null(np.nan).to_numpy()
        wrong = pl.Series(np.zeros(len(numbers), np.bool_))
    masks: Masks = {}
    if column.kind == "boolean":
        masks["It is not a boolean: write true or false, 1 or 0."] = wrong.to_numpy() | ~(
            np.isnan(numbers) | (numbers == 0) | (numbers == 1)
        )
    else:
        masks["It is not a number."] = wrong.to_numpy()
        masks["It is beyond the range of float32."] = np.abs(numbers) > FLOAT32_MAX
    return numbers, masks


def _times(column: Column, series: pl.Series) -> tuple[NDArray[np.float64], Masks]:
    return _one_by_one(column, _time_texts(series).str.strip_chars(" \t"))


def _time_texts(series: pl.Series) -> pl.Series:
    """Dates and times as texts, UTC where they have a zone."""
    if isinstance(series.dtype, pl.Datetime) and series.dtype.time_zone:
        series = series.dt.convert_time_zone("UTC").dt.replace_time_zone(None)
    if not (
        _is_text(series.dtype) or series.dtype in {pl.Date, pl.Null} or isinstance(series.dtype, pl.Datetime)
    ):
        raise BatchRefused(f"Column `{series.name}` holds {series.dtype}, which is no date.")
    return series.cast(pl.String)


def _one_by_one(column: Column, texts: pl.Series) -> tuple[NDArray[np.float64], Masks]:
    """As rows of a CSV are read, each text once."""
    distinct = texts.drop_nulls().unique()
    read = {text: value_of(column, text, required=False) for text in distinct.to_list()}
    right = {text: value for text, value in read.items() if not isinstance(value, str)}
    masks = {
        reason: texts.is_in([text for text, value in read.items() if value == reason])
        .fill_null(value=False)
        .to_numpy()
        for reason in {value for value in read.values() if isinstance(value, str)}
    }
    found = texts.replace_strict(list(right), list(right.values()), default=None, return_dtype=pl.Float64)
    return found.fill_null(np.nan).to_numpy(), masks


def _codes(column: Column, series: pl.Series) -> tuple[NDArray[np.float64], Masks]:
    texts = series.str.strip_chars(" \t")
    long = (series.str.len_chars() > FIELD_CHARS_MAX).fill_null(value=False).to_numpy()
    missing = texts.is_null() | texts.is_in([null for null in NULLS if null not in column.codes])
    values = category_codes(column, texts).set(missing, None).fill_null(np.nan).to_numpy()
    return values, {f"It is longer than {FIELD_CHARS_MAX:,} characters.": long}


def _any(masks: Masks, count: int) -> NDArray[np.bool_]:
    found = np.zeros(count, np.bool_)
    for mask in masks.values():
        found |= mask
    return found
