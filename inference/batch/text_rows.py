"""The rows of a piece of CSV or of a row group of Parquet for a version that tells classes: texts as a request would send them.

What they are scored by is made of their words by the version's own reader, so `Rows.inputs` holds every column and the matrix
nothing yet. Only a child process imports this module.
"""

import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from inference.batch.entities import FIELD_CHARS_MAX, RefusedRow
from inference.batch.forms import FactValue, RowRefused
from inference.batch.layout import Layout
from inference.batch.parquet import RowRange
from inference.batch.parquet_rows import named_rows
from inference.batch.rows import FLAGS, NUMBER, Rows, RuleValue, fields_of, id_refusal
from inference.batch.splitting import records
from inference.category_codes import NULLS
from inference.evidence import TEXT_CHARS_MAX
from inference.manifest import Column
from inference.number_forms import is_missing, number_of

Cells = Mapping[str, FactValue]
"""By name of the file's column."""


class TextSource:
    """Reads rows of one layout."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._names = [layout.names[at] for at in layout.positions]
        self._own_id = None if layout.id_position is None else layout.names[layout.id_position]

    def csv(self, data: bytes, first_line: int) -> Rows:
        found = _Found(self._layout)
        line = first_line
        for record in records(data, self._layout.separator):
            fields = fields_of(record, self._layout)
            if isinstance(fields, str):
                found.refuse(line, RowRefused("", fields))
            elif fields:
                own_id = None if self._layout.id_position is None else fields[self._layout.id_position]
                found.add(line, own_id, [fields[at] for at in self._layout.positions])
            line += record.count(b"\n")
        return found.rows()

    def row_group(self, file: bytes, rows: RowRange) -> Rows:
        """Raises: BatchRefused."""
        found = _Found(self._layout)
        names = list(dict.fromkeys(self._names))
        read = named_rows(file, names, self._own_id, rows)
        for line, (own_id, values) in enumerate(read, rows.line):
            found.add(line, own_id, [values[name] for name in self._names])
        return found.rows()

    def without(self, rows: Rows, refused: Sequence[RefusedRow]) -> Rows:
        return rows.without(refused)


class _Found:
    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._lines: list[int] = []
        self._ids: list[str] = []
        self._values: list[list[RuleValue]] = []
        self._refused: list[RefusedRow] = []

    def add(self, line: int, own_id: str | None, cells: Iterable[FactValue]) -> None:
        try:
            if self._layout.id_position is not None:
                reason = id_refusal(own_id or "")
                if reason is not None:
                    raise RowRefused(self._layout.names[self._layout.id_position], reason)
            values = self._read(cells)
        except RowRefused as refused:
            self.refuse(line, refused)
            return
        self._lines.append(line)
        self._ids.append(own_id or "")
        self._values.append(values)

    def _read(self, cells: Iterable[FactValue]) -> list[RuleValue]:
        layout = self._layout
        values: list[RuleValue] = []
        for at, (column, cell) in enumerate(zip(layout.columns, cells, strict=True)):
            try:
                value = value_of(column, cell)
                if value is None and at in layout.required:
                    raise ValueError("It is missing.")
            except ValueError as error:
                raise RowRefused(layout.names[layout.positions[at]], str(error)) from error
            values.append(value)
        return values

    def refuse(self, line: int, refused: RowRefused) -> None:
        self._refused.append(RefusedRow(line, refused.column, refused.reason))

    def rows(self) -> Rows:
        names = [column.name for column in self._layout.columns]
        columns: list[list[RuleValue]] = [list(each) for each in zip(*self._values, strict=True)]
        return Rows(
            matrix=np.empty((len(self._lines), 0), np.float32),
            lines=np.array(self._lines, np.int64),
            ids=None if self._layout.id_position is None else self._ids,
            inputs=dict(zip(names, columns or [[] for _ in names], strict=True)),
            refused=self._refused,
        )


def value_of(column: Column, cell: FactValue) -> RuleValue:
    """One cell as a request would send it; None where it is missing. Raises: ValueError with the reason why it cannot be used."""
    text = _text_of(cell)
    if text is None or text in NULLS:
        return None
    if column.kind == "number":
        return _number(column, cell, text)
    if column.kind == "boolean":
        flag = FLAGS.get(text.lower())
        if flag is None:
            raise ValueError("It is not a boolean: write true or false, 1 or 0.")
        return flag == 1.0
    longest = TEXT_CHARS_MAX if column.kind == "text" else FIELD_CHARS_MAX
    if len(text) > longest:
        raise ValueError(f"It is longer than {longest:,} characters.")
    return text


def _text_of(cell: FactValue) -> str | None:
    """A whole number is the same whether it was written as one or not: 3, 3.0 and `3`, as in training."""
    if cell is None or isinstance(cell, str):
        return cell if cell is None else cell.strip(" \t")
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        return None if math.isnan(cell) else str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, int):
        return str(cell)
    raise ValueError("It is no number, text or boolean.")


def _number(column: Column, cell: FactValue, text: str) -> float | None:
    if isinstance(cell, str) and is_missing(text):
        return None
    if isinstance(cell, str) and column.numbers is not None:
        read = number_of(column.numbers, text)
        if read is None:
            raise ValueError(f"It is not a number written as {column.numbers.example}.")
        return read
    if isinstance(cell, str) and NUMBER.fullmatch(text) is None:
        raise ValueError("It is not a number.")
    value = float(cell if isinstance(cell, (int, float)) else text)
    if not math.isfinite(value):
        raise ValueError("It is not a finite number.")
    return value
