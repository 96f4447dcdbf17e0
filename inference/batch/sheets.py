"""Result columns as files: CSV that a spreadsheet can open without harm, Parquet with the values as they are.

Only a child process imports this module.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence

import polars as pl

from inference.batch.entities import RefusedRow
from inference.batch.scoring import CellKind, Table

REFUSED_HEADER = b"line,column,reason\n"
# What makes a spreadsheet take a text for a formula (OWASP, CSV injection), in their full-width forms too. Some pass over
# blanks before it, and where lists are separated by semicolons a cell begins behind one.
_FORMULA = r"(^|;)(\s*[=+\-@＝＋－＠])"
_CONTROLS = r"[\x00-\x1f\x7f\u0085\u2028\u2029]"


def frame_of(table: Table, columns: Mapping[str, CellKind]) -> pl.DataFrame:
    """The table, each column with the type of its kind whatever a chunk holds."""
    return pl.DataFrame([pl.Series(name, table[name], dtype=_TYPES[kind]) for name, kind in columns.items()])


def csv_rows(frame: pl.DataFrame) -> bytes:
    """Rows without a header, one line each: control characters become spaces, and no cell begins like a formula."""
    texts = [name for name, dtype in frame.schema.items() if dtype == pl.String]
    safe = [
        pl.col(name).str.replace_all(_CONTROLS, " ").str.replace_all(_FORMULA, "${1}'${2}") for name in texts
    ]
    buffer = io.BytesIO()
    frame.with_columns(safe).write_csv(buffer, include_header=False)
    return buffer.getvalue()


def csv_header(columns: Sequence[str]) -> bytes:
    return (",".join(columns) + "\n").encode()


def parquet_file(frame: pl.DataFrame) -> bytes:
    """A Parquet file of one row group."""
    buffer = io.BytesIO()
    frame.write_parquet(buffer, row_group_size=max(frame.height, 1), statistics=False)
    return buffer.getvalue()


def refused_rows(refused: Sequence[RefusedRow]) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerows((row.line, safe_cell(row.column), safe_cell(row.reason)) for row in refused)
    return buffer.getvalue().encode()


def safe_cell(text: str) -> str:
    one_line = "".join([letter if letter.isprintable() else " " for letter in text])
    return re.sub(_FORMULA, r"\1'\2", one_line)


_TYPES: Mapping[CellKind, type[pl.DataType]] = {
    "text": pl.String,
    "number": pl.Float64,
    "whole": pl.Int64,
    "flag": pl.Boolean,
}
