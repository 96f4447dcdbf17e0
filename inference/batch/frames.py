"""The rows of a piece of CSV or of a row group of Parquet, read by polars: what `rows` reads, many times faster.

A piece that holds anything unusual (a quote inside a field, a row of another length, a text where a number belongs) is
given to `rows` as it is, which finds and names what is wrong. Only a child process imports this module.
"""

import io
from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from inference.batch.entities import FIELD_CHARS_MAX
from inference.batch.layout import Layout
from inference.batch.rows import FLAGS, FLOAT32_MAX, NULLS, Rows, RuleValue, read_rows, rule_value
from inference.manifest import Column

_BLANK_LINES = (b"\n\n", b"\n\r\n")


def read_csv(data: bytes, first_line: int, layout: Layout, rule_inputs: Sequence[str] = ()) -> Rows:
    """Read a piece of CSV, as `rows.read_rows` does."""
    found = _quick(data, first_line, layout, rule_inputs)
    return read_rows(data, first_line, layout, rule_inputs) if found is None else found


def _quick(data: bytes, first_line: int, layout: Layout, rule_inputs: Sequence[str]) -> Rows | None:
    """Return the rows of a piece in which nothing is unusual, else None."""
    height = data.count(b"\n") + (not data.endswith(b"\n"))
    if data[:1] in {b"\n", b"\r"} or any(blank in data for blank in _BLANK_LINES):
        return None
    if b"\r" in data and data.count(b"\r") != data.count(b"\r\n"):
        return None
    if not _is_regular(data, height, layout):
        return None
    try:
        frame = pl.read_csv(
            io.BytesIO(data),
            has_header=False,
            schema={_name(at): dtype for at, dtype in enumerate(_types(layout))},
            separator=layout.separator.decode(),
            columns=[_name(at) for at in sorted({*layout.positions, *_ids(layout)})],
        )
    except pl.exceptions.PolarsError:
        return None
    return None if frame.height != height else _plain_rows(frame, first_line, layout, rule_inputs)


def _is_regular(data: bytes, height: int, layout: Layout) -> bool:
    """Whether each line is a row of as many fields as the header has: polars refuses longer ones, and counting finds shorter.

    Quotes are looked at closely only where there are any.
    """
    commas = height * (len(layout.names) - 1)
    if b'"' not in data:
        return data.count(layout.separator) == commas
    octets = np.frombuffer(data, np.uint8)
    outside = np.cumsum(octets == ord(b'"'), dtype=np.uint32) & 1 == 0
    if np.count_nonzero((octets == ord(b"\n")) & ~outside) or not outside[-1]:
        return False
    return int(np.count_nonzero((octets == layout.separator[0]) & outside)) == commas


def _name(position: int) -> str:
    """As polars calls the columns of a file without a header."""
    return f"column_{position + 1}"


def _types(layout: Layout) -> list[type[pl.DataType]]:
    types: list[type[pl.DataType]] = [pl.String] * len(layout.names)
    for column, position in zip(layout.columns, layout.positions, strict=True):
        if column.kind == "number" and position != layout.id_position:
            types[position] = pl.Float64
    return types


def _ids(layout: Layout) -> list[int]:
    return [] if layout.id_position is None else [layout.id_position]


def _plain_rows(
    frame: pl.DataFrame, first_line: int, layout: Layout, rule_inputs: Sequence[str]
) -> Rows | None:
    ids: list[str] | None = None
    if layout.id_position is not None:
        found = frame[_name(layout.id_position)]
        if found.null_count() or _longest(found) > FIELD_CHARS_MAX or (found.str.strip_chars() == "").any():
            return None
        ids = found.to_list()
    matrix = np.empty((frame.height, len(layout.columns)), np.float32)
    inputs: dict[str, list[RuleValue]] = {}
    required = set(layout.required)
    for index, (column, position) in enumerate(zip(layout.columns, layout.positions, strict=True)):
        values = _encoded(column, frame[_name(position)])
        if values is None or (index in required and bool(np.isnan(values).any())):
            return None
        matrix[:, index] = values
        if column.name in rule_inputs:
            inputs[column.name] = _rule_values(column, frame[_name(position)], values)
    lines = np.arange(first_line, first_line + frame.height, dtype=np.int64)
    return Rows(matrix=matrix, lines=lines, ids=ids, inputs=inputs, refused=[])


def _encoded(column: Column, series: pl.Series) -> NDArray[np.float64] | None:
    """float64[n], NaN where missing; None where a value is not what the column holds."""
    if column.kind == "number":
        return (
            _numbers(series) if series.dtype == pl.Float64 else None
        )  # an id, read as text, that is a number too
    if _longest(series) > FIELD_CHARS_MAX:
        return None
    texts = series.str.strip_chars(" \t")
    missing = texts.is_null() | texts.is_in([null for null in NULLS if null not in column.codes])
    if column.kind == "boolean":
        flags = _looked_up(texts.str.to_lowercase(), FLAGS)
        return None if (flags.is_null() & ~missing).any() else _dense(flags, missing)
    codes = _looked_up(texts, {name: float(code) for name, code in column.codes.items()})
    return _dense(codes if column.other is None else codes.fill_null(float(column.other)), missing)


def _numbers(series: pl.Series) -> NDArray[np.float64] | None:
    numbers = series.fill_null(np.nan).to_numpy()
    return None if bool((np.abs(numbers) > FLOAT32_MAX).any()) else numbers


def _looked_up(texts: pl.Series, table: Mapping[str, float]) -> pl.Series:
    return texts.replace_strict(list(table), list(table.values()), default=None, return_dtype=pl.Float64)


def _dense(values: pl.Series, missing: pl.Series) -> NDArray[np.float64]:
    return values.set(missing, None).fill_null(np.nan).to_numpy()


def _longest(series: pl.Series) -> int:
    longest = series.str.len_chars().max()
    return longest if isinstance(longest, int) else 0


def _rule_values(column: Column, series: pl.Series, values: NDArray[np.float64]) -> list[RuleValue]:
    texts = series.cast(pl.String).fill_null("").str.strip_chars(" \t").to_list()
    return [rule_value(column, value, text) for value, text in zip(values.tolist(), texts, strict=True)]
