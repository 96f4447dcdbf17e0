"""A file of rows read as structs: CSV with field names as columns, or one JSON object a line."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from api.field_errors import field_error
from core.errors import FieldError, InvalidRequest

Row = TypeVar("Row", bound=msgspec.Struct)


def rows_of(file: Path, kind: type[Row]) -> Iterator[Row]:
    """Read a file row by row; an empty cell is an absent field. Raises: InvalidRequest naming the row."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = _csv_rows(lines) if file.suffix == ".csv" else _json_rows(lines)
        for number, row in enumerate(rows, start=1):
            try:
                yield msgspec.convert(row, kind, strict=False)
            except msgspec.ValidationError as error:
                found = field_error(str(error), kind)
                raise _refused(number, FieldError(found.field, found.reason, found.fix)) from error


def in_file(refused: InvalidRequest, first: int) -> InvalidRequest:
    """Name rows of a file instead of items of a bulk that began behind its first `first` rows."""
    fields = []
    for one in refused.fields:
        item, _, name = one.field.partition("].")
        number = first + int(item.removeprefix("items[")) + 1
        fields.append(FieldError(f"row {number}: {name}", one.reason, one.fix))
    return InvalidRequest("A row was refused.", fields=fields)


def _csv_rows(lines: Iterator[str]) -> Iterator[object]:
    for row in csv.DictReader(lines):
        yield {name: value for name, value in row.items() if value not in {"", None}}


def _json_rows(lines: Iterator[str]) -> Iterator[object]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield msgspec.json.decode(line)
            except msgspec.DecodeError as error:
                field = FieldError("", "It is not JSON.", "Write one JSON object a line.")
                raise _refused(number, field) from error


def _refused(number: int, field: FieldError) -> InvalidRequest:
    named = FieldError(f"row {number}: {field.field}".rstrip(": "), field.reason, field.fix)
    return InvalidRequest("A row was refused.", fields=[named])
