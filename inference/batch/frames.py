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
from inference.batch.rows import FLAGS, FLOAT32_MAX, Rows, RuleValue, read_rows, rule_value, value_of
from inference.category_codes import NULLS, code_of
from inference.manifest import Column

_NEWLINE, _RETURN, _QUOTE = b'\n\r"'


def read_csv(data: bytes, first_line: int, layout: Layout, rule_inputs: Sequence[str] = ()) -> Rows:
    """Read a piece of CSV, as `rows.read_rows` does."""
    found = _quick(data, first_line, layout, rule_inputs)
    return read_rows(data, first_line, layout, rule_inputs) if found is None else found


def _quick(data: bytes, first_line: int, layout: Layout, rule_inputs: Sequence[str]) -> Rows | None:
    """Return the rows of a piece in which nothing is unusual, else None."""
    height = _height(data, layout)
    if height is None:
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


def _height(data: bytes, layout: Layout) -> int | None:
    """Count the rows, if each line is one of as many fields as the header has; else None.

    Polars refuses longer rows; counting separators finds shorter ones. Quotes are looked at closely where there are any.
    """
    octets = np.frombuffer(data, np.uint8)
    ends = np.flatnonzero(octets == _NEWLINE)
    height = len(ends) + (not data.endswith(b"\n"))
    separators = octets == layout.separator[0]
    if b'"' in data:
        outside = np.cumsum(octets == _QUOTE, dtype=np.uint32) & 1 == 0
        if not (outside[ends].all() and outside[-1]):
            return None
        separators &= outside
    if np.count_nonzero(separators) != height * (len(layout.names) - 1):
        return None
    if b"\r" in data:
        before = octets[ends[ends > 0] - 1] == _RETURN
        if np.count_nonzero(octets == _RETURN) != np.count_nonzero(before):
            return None
        blank = 3
    else:
        blank = 2
    starts = np.concatenate(([-1], ends))
    return None if (np.diff(starts) < blank).any() and _has_blank_line(data) else height


def _has_blank_line(data: bytes) -> bool:
    return data[:1] in {b"\n", b"\r"} or b"\n\n" in data or b"\n\r\n" in data


def _name(position: int) -> str:
    """As polars calls the columns of a file without a header."""
    return f"column_{position + 1}"


def _types(layout: Layout) -> list[type[pl.DataType]]:
    types: list[type[pl.DataType]] = [pl.String] * len(layout.names)
    for column, position in zip(layout.columns, layout.positions, strict=True):
        if column.kind == "number" and column.numbers is None and position != layout.id_position:
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
    matrix = _matrix(frame, layout)
    if matrix is None:
        return None
    inputs = {
        column.name: _rule_values(column, frame[_name(position)], matrix[:, index])
        for index, (column, position) in enumerate(zip(layout.columns, layout.positions, strict=True))
        if column.name in rule_inputs
    }
    lines = np.arange(first_line, first_line + frame.height, dtype=np.int64)
    return Rows(matrix=matrix, lines=lines, ids=ids, inputs=inputs, refused=[])


def _matrix(frame: pl.DataFrame, layout: Layout) -> NDArray[np.float32] | None:
    """float32[n, columns], NaN where missing; None where a value is not what its column holds."""
    columns = list(zip(layout.columns, layout.positions, strict=True))
    numbers = [
        at for at, (column, _) in enumerate(columns) if column.kind == "number" and column.numbers is None
    ]
    names = [_name(columns[at][1]) for at in numbers]
    if len(set(names)) < len(names):  # one column of the file stands for several
        return None
    block = frame.select(names)
    if any(dtype != pl.Float64 for dtype in block.dtypes):  # the id, which is read as text, is a number too
        return None
    with np.errstate(over="ignore"):
        found = np.ascontiguousarray(block.to_numpy()).astype(np.float32).reshape(frame.height, len(numbers))
    if (np.abs(found) >= FLOAT32_MAX).any():
        return None
    if len(numbers) == len(columns):
        matrix = found
    else:
        matrix = np.empty((frame.height, len(columns)), np.float32)
        matrix[:, numbers] = found
        for at, (column, position) in enumerate(columns):
            if column.kind != "number" or column.numbers is not None:
                values = _encoded(column, frame[_name(position)])
                if values is None:
                    return None
                matrix[:, at] = values
    return None if np.isnan(matrix[:, list(layout.required)]).any() else matrix


def _encoded(column: Column, series: pl.Series) -> NDArray[np.float64] | None:
    """float64[n] of flags or codes, NaN where missing; None where a value is none."""
    if _longest(series) > FIELD_CHARS_MAX:
        return None
    texts = series.str.strip_chars(" \t")
    missing = texts.is_null() | texts.is_in([null for null in NULLS if null not in column.codes])
    if column.kind == "date" or column.numbers is not None:
        return _read_one_by_one(column, texts, missing)
    if column.kind == "boolean":
        flags = _looked_up(texts.str.to_lowercase(), FLAGS)
        return None if (flags.is_null() & ~missing).any() else _dense(flags, missing)
    return _dense(category_codes(column, texts), missing)


def category_codes(column: Column, texts: pl.Series) -> pl.Series:
    """Float64[n], as `code_of` gives them one by one; texts: without spaces around them."""
    table = {name: float(code) for name, code in column.codes.items()}
    if (
        texts.str.len_bytes() != texts.str.len_chars()
    ).any():  # may be composed otherwise than the version's own
        found = {text: code_of(column, text) for text in texts.drop_nulls().unique().to_list()}
        table |= {text: float(code) for text, code in found.items() if code is not None}
    codes = _looked_up(texts, table)
    return codes if column.other is None else codes.fill_null(float(column.other))


def _read_one_by_one(column: Column, texts: pl.Series, missing: pl.Series) -> NDArray[np.float64] | None:
    """As `rows.read_rows` reads them, each text once; None where one is wrong."""
    distinct = texts.set(missing, None).drop_nulls().unique()
    read = [value_of(column, text, required=False) for text in distinct.to_list()]
    if any(isinstance(value, str) for value in read):
        return None
    known = pl.Series(read, dtype=pl.Float64)
    found = texts.replace_strict(distinct, known, default=None, return_dtype=pl.Float64)
    return _dense(found, missing)


def _looked_up(texts: pl.Series, table: Mapping[str, float]) -> pl.Series:
    return texts.replace_strict(list(table), list(table.values()), default=None, return_dtype=pl.Float64)


def _dense(values: pl.Series, missing: pl.Series) -> NDArray[np.float64]:
    return values.set(missing, None).fill_null(np.nan).to_numpy()


def _longest(series: pl.Series) -> int:
    longest = series.str.len_chars().max()
    return longest if isinstance(longest, int) else 0


def _rule_values(column: Column, series: pl.Series, values: NDArray[np.float32]) -> list[RuleValue]:
    """As `rows.rule_value`: a number as the file has it, not as the float32 that is scored."""
    if series.dtype == pl.Float64:
        return series.fill_nan(None).to_list()
    texts = series.fill_null("").str.strip_chars(" \t").to_list()
    return [rule_value(column, value, text) for value, text in zip(values.tolist(), texts, strict=True)]
