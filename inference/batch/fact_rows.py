"""The rows of a piece of CSV as facts: each a question as a request asks it, or a refusal."""

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from inference.batch.entities import RefusedRow
from inference.batch.forms import FactValue, RowRefused, form_of
from inference.batch.layout import FactLayout
from inference.batch.rows import fields_of, id_refusal
from inference.batch.splitting import records
from inference.entities import DecideCommand

MISSING = "It is missing."


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class FactRows:
    """What a piece of a file holds. lines: int64[n], rising. ids: n texts, or None without an id column."""

    commands: list[DecideCommand]
    lines: NDArray[np.int64]
    ids: list[str] | None
    refused: list[RefusedRow]

    def part(self, start: int, end: int) -> "FactRows":
        """Some of the rows, without those that were refused."""
        ids = None if self.ids is None else self.ids[start:end]
        return FactRows(commands=self.commands[start:end], lines=self.lines[start:end], ids=ids, refused=[])

    def without(self, refused: Sequence[RefusedRow]) -> "FactRows":
        """Take rows out, each with its reason."""
        if not refused:
            return self
        kept = np.flatnonzero(np.isin(self.lines, [row.line for row in refused], invert=True))
        chosen = kept.tolist()
        return FactRows(
            commands=[self.commands[at] for at in chosen],
            lines=self.lines[kept],
            ids=None if self.ids is None else [self.ids[at] for at in chosen],
            refused=sorted([*self.refused, *refused], key=lambda row: row.line),
        )


class FactReader:
    """Collects rows, one after the other. now: what their times are checked against."""

    def __init__(self, layout: FactLayout, now: datetime) -> None:
        self._layout = layout
        self._form = form_of(layout.use_case)
        self._now = now
        self._commands: list[DecideCommand] = []
        self._lines: list[int] = []
        self._ids: list[str] = []
        self._refused: list[RefusedRow] = []

    def refuse(self, line: int, column: str, reason: str) -> None:
        self._refused.append(RefusedRow(line, column, reason))

    def take(self, line: int, own_id: str | None, values: Mapping[str, FactValue]) -> None:
        """Read one row. values: by field, without those that are missing."""
        layout = self._layout
        reason = None if own_id is None else id_refusal(own_id)
        if reason is not None:
            self.refuse(line, layout.names[layout.id_position or 0], reason)
            return
        try:
            absent = next(
                (name for name in layout.fields if name in layout.required and name not in values), None
            )
            if absent is not None:
                raise RowRefused(absent, MISSING)
            command = self._form.command(values, self._now)
        except RowRefused as refused:
            self.refuse(line, self._column_of(refused.column), refused.reason)
            return
        self._commands.append(command)
        self._lines.append(line)
        if own_id is not None:
            self._ids.append(own_id)

    def rows(self) -> FactRows:
        return FactRows(
            commands=self._commands,
            lines=np.array(self._lines, np.int64),
            ids=None if self._layout.id_position is None else self._ids,
            refused=self._refused,
        )

    def _column_of(self, field: str) -> str:
        """As the file calls it."""
        at = dict(zip(self._layout.fields, self._layout.positions, strict=True))
        return self._layout.names[at[field]] if field in at else field


def read_facts(data: bytes, first_line: int, layout: FactLayout, now: datetime) -> FactRows:
    """Read a piece that begins with a record and ends behind one. An empty cell is missing, and nothing else is.

    first_line: of the piece in the file, 1-based.
    """
    reader = FactReader(layout, now)
    columns = list(zip(layout.fields, layout.positions, strict=True))
    line = first_line
    for record in records(data, layout.separator):
        cells = fields_of(record, layout)
        if isinstance(cells, str):
            reader.refuse(line, "", cells)
        elif cells:
            own_id = None if layout.id_position is None else cells[layout.id_position]
            values = {name: text for name, at in columns if (text := cells[at].strip(" \t"))}
            reader.take(line, own_id, values)
        line += record.count(b"\n")
    return reader.rows()
