"""The rows of a piece of CSV, read one by one: what is right becomes a row of the matrix, what is wrong a refusal.

This is the meaning of a file. `frames` reads the same far faster where nothing is unusual, and a test holds them
together.
"""

import csv
import dataclasses
import math
import re
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from inference.batch.entities import FIELD_CHARS_MAX, ROW_BYTES_MAX, RefusedRow
from inference.batch.layout import AnyLayout, Layout
from inference.batch.splitting import records
from inference.category_codes import NULLS, code_of
from inference.dated import example_of, time_of
from inference.manifest import Column
from inference.number_forms import is_missing, number_of

FLOAT32_MAX = float(np.finfo(np.float32).max)
csv.field_size_limit(
    max(csv.field_size_limit(), ROW_BYTES_MAX)
)  # a history is one cell; the limit is that of rows
NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_MALFORMED = "The quotes of the row are not closed or not doubled inside, or a line end stands alone."
FLAGS = {"0": 0.0, "1": 1.0, "0.0": 0.0, "1.0": 1.0, "false": 0.0, "true": 1.0}

RuleValue = str | float | bool | None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """What a piece of a file holds.

    matrix: float32[n, columns], NaN where missing. lines: int64[n], rising. ids: n texts, or None without an id column.
    inputs: by name, n values of each column that the rules read.
    """

    matrix: NDArray[np.float32]
    lines: NDArray[np.int64]
    ids: list[str] | None
    inputs: Mapping[str, list[RuleValue]]
    refused: list[RefusedRow]

    def without(self, refused: Sequence[RefusedRow]) -> "Rows":
        """Take rows out, each with its reason."""
        if not refused:
            return self
        kept = np.isin(self.lines, [row.line for row in refused], invert=True)
        chosen = np.flatnonzero(kept).tolist()
        return Rows(
            matrix=self.matrix[kept],
            lines=self.lines[kept],
            ids=None if self.ids is None else [self.ids[at] for at in chosen],
            inputs={name: [values[at] for at in chosen] for name, values in self.inputs.items()},
            refused=sorted([*self.refused, *refused], key=lambda row: row.line),
        )


def read_rows(data: bytes, first_line: int, layout: Layout, rule_inputs: Sequence[str] = ()) -> Rows:
    """Read a piece that begins with a record and ends behind one.

    first_line: of the piece in the file, 1-based. rule_inputs: names of the columns whose values the rules read.
    """
    reader = _Reader(layout, rule_inputs)
    line = first_line
    for record in records(data, layout.separator):
        reader.add(record, line)
        line += record.count(b"\n")
    return reader.rows()


class _Reader:
    def __init__(self, layout: Layout, rule_inputs: Sequence[str]) -> None:
        self._layout = layout
        self._required = frozenset(layout.required)
        self._values: list[list[float]] = []
        self._lines: list[int] = []
        self._ids: list[str] = []
        self._refused: list[RefusedRow] = []
        at = {column.name: index for index, column in enumerate(layout.columns)}
        self._kept = {name: at[name] for name in rule_inputs if name in at}
        self._inputs: dict[str, list[RuleValue]] = {name: [] for name in self._kept}

    def add(self, record: bytes, line: int) -> None:
        fields = fields_of(record, self._layout)
        if isinstance(fields, str):
            self._refuse(line, "", fields)
        elif fields:
            self._take(fields, line)

    def rows(self) -> Rows:
        width = len(self._layout.columns)
        return Rows(
            matrix=np.array(self._values, np.float64).reshape(-1, width).astype(np.float32),
            lines=np.array(self._lines, np.int64),
            ids=None if self._layout.id_position is None else self._ids,
            inputs=self._inputs,
            refused=self._refused,
        )

    def _take(self, fields: list[str], line: int) -> None:
        layout = self._layout
        own_id = None if layout.id_position is None else fields[layout.id_position]
        reason = None if own_id is None else id_refusal(own_id)
        if reason is not None:
            self._refuse(line, layout.names[layout.id_position or 0], reason)
            return
        values: list[float] = []
        kept: dict[int, RuleValue] = {}
        for index, (column, position) in enumerate(zip(layout.columns, layout.positions, strict=True)):
            text = fields[position].strip(" \t")
            value = value_of(column, text, required=index in self._required)
            if isinstance(value, str):
                self._refuse(line, layout.names[position], value)
                return
            values.append(value)
            kept[index] = rule_value(column, value, text)
        self._values.append(values)
        self._lines.append(line)
        if own_id is not None:
            self._ids.append(own_id)
        for name, index in self._kept.items():
            self._inputs[name].append(kept[index])

    def _refuse(self, line: int, column: str, reason: str) -> None:
        self._refused.append(RefusedRow(line, column, reason))


def fields_of(record: bytes, layout: AnyLayout) -> list[str] | str:
    """Return the fields of a record, or why it has none; none at all for an empty line, which is no row."""
    body = record.rstrip(b"\r\n")
    if not body:
        return []
    if len(body) > ROW_BYTES_MAX:
        return f"The row is longer than {ROW_BYTES_MAX:,} bytes."
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return "The row is not UTF-8."
    try:
        parsed = list(csv.reader([text], delimiter=layout.separator.decode(), strict=True))
    except csv.Error:
        return _MALFORMED
    fields = parsed[0] if len(parsed) == 1 else []
    expected = len(layout.names)
    if len(fields) != expected:
        return f"The row has {len(fields)} fields; the header has {expected}."
    return fields


def id_refusal(text: str) -> str | None:
    if not text.strip():
        return "It is missing."
    return f"It is longer than {FIELD_CHARS_MAX:,} characters." if len(text) > FIELD_CHARS_MAX else None


def value_of(column: Column, text: str, *, required: bool) -> float | str:
    """One field to its number, as `inference.inputs` makes it of JSON, or the reason why it has none."""
    if len(text) > FIELD_CHARS_MAX:
        return f"It is longer than {FIELD_CHARS_MAX:,} characters."
    if text in NULLS and text not in column.codes:
        return "It is missing." if required else math.nan
    if column.kind == "number":
        return _number(column, text, required=required)
    if column.kind == "boolean":
        return FLAGS.get(text.lower(), "It is not a boolean: write true or false, 1 or 0.")
    if column.kind == "date":
        return _date(column, text, required=required)
    code = code_of(column, text)
    return math.nan if code is None else float(code)


def _number(column: Column, text: str, *, required: bool) -> float | str:
    if is_missing(text):
        return "It is missing." if required else math.nan
    if column.numbers is not None:
        read = number_of(column.numbers, text)
        if read is None:
            return f"It is not a number written as {column.numbers.example}."
        value = read
    elif NUMBER.fullmatch(text) is None:
        return "It is not a number."
    else:
        value = float(text)
    return value if -FLOAT32_MAX <= value <= FLOAT32_MAX else "It is beyond the range of float32."


def date_form_of(column: Column) -> str:
    return "" if column.date is None else column.date.form


def _date(column: Column, text: str, *, required: bool) -> float | str:
    """Nought, which nothing scores: the columns that are made of dates are made of their texts."""
    if is_missing(text):
        return "It is missing." if required else math.nan
    try:
        time_of(text, date_form_of(column))
    except (ValueError, OverflowError):
        return f"It is not a date: write ISO 8601, or {example_of(date_form_of(column))}."
    return 0.0


def rule_value(column: Column, value: float, text: str) -> RuleValue:
    """One field as a rule sees it in `inputs`."""
    if text in NULLS and text not in column.codes:
        return None
    if column.kind == "category":
        return text
    if math.isnan(value):  # spelt as it is where numbers and dates stand
        return None
    if column.kind == "date":
        return text
    if column.numbers is not None:
        return number_of(column.numbers, text)
    return value == 1.0 if column.kind == "boolean" else value
