"""The header of a file against the columns of a version: what is where, found once, or the whole file refused."""

import csv
from collections import Counter
from collections.abc import Sequence

import msgspec

from core.errors import FieldError, shown
from inference.batch.entities import BatchOptions, BatchRefused
from inference.manifest import Column

SEPARATORS = {"comma": b",", "semicolon": b";", "tab": b"\t"}
FILE_COLUMNS_MAX = 2_000
HEADER_BYTES_MAX = 262_144
_SHOWN_MAX = 20


class Layout(msgspec.Struct, frozen=True, kw_only=True):
    """Where the version's columns stand in the file.

    names: of the file's columns, in order. positions: in the file, of each of `columns`. id_position: None without ids.
    required: positions in `columns` of those that must not be empty.
    """

    columns: tuple[Column, ...]
    names: tuple[str, ...]
    positions: tuple[int, ...]
    required: tuple[int, ...]
    id_position: int | None
    separator: bytes = b","


def read_header(record: bytes, separator: bytes) -> tuple[str, ...]:
    """Read the first record of a CSV. Raises: BatchRefused."""
    try:
        text = record.removeprefix(b"\xef\xbb\xbf").decode()
    except UnicodeDecodeError as error:
        raise BatchRefused("The header is not UTF-8.", fix="Save the file as CSV in UTF-8.") from error
    try:
        rows = list(csv.reader([text.rstrip("\r\n")], delimiter=separator.decode(), strict=True))
    except csv.Error as error:
        raise BatchRefused("The header is not a line of a CSV.") from error
    if not rows or not any(rows[0]):
        raise BatchRefused("The file has no header.", fix="Begin it with a line that names the columns.")
    return tuple(name.strip() for name in rows[0])


def layout_of(names: Sequence[str], columns: Sequence[Column], options: BatchOptions) -> Layout:
    """Find each column of the version in the file. Columns that the version does not know are left alone.

    Raises: BatchRefused, naming every column that is missing, named twice or not known.
    """
    if len(names) > FILE_COLUMNS_MAX:
        raise BatchRefused(f"The file has {len(names)} columns; {FILE_COLUMNS_MAX} can be read.")
    known = {column.name for column in columns}
    errors = [_unknown(f"columns.{shown(name)}") for name in options.columns if name not in known]
    errors += [_unknown(f"required.{shown(name)}") for name in options.required if name not in known]
    in_file = [options.columns.get(column.name, column.name) for column in columns]
    wanted = [*in_file, *([options.id_column] if options.id_column else [])]
    counts = Counter(names)
    errors += [_absent(name) for name in wanted if counts[name] == 0]
    errors += [_twice(name) for name in dict.fromkeys(wanted) if counts[name] > 1]
    if errors:
        named = ", ".join(f"`{error.field}`" for error in errors[:_SHOWN_MAX])
        raise BatchRefused(f"Columns of the file cannot be used: {named}.", fields=errors[:_SHOWN_MAX])
    at = {name: index for index, name in enumerate(names)}
    required = set(options.required)
    return Layout(
        columns=tuple(columns),
        names=tuple(names),
        positions=tuple(at[name] for name in in_file),
        required=tuple(index for index, column in enumerate(columns) if column.name in required),
        id_position=None if options.id_column is None else at[options.id_column],
        separator=SEPARATORS[options.separator],
    )


def _unknown(field: str) -> FieldError:
    return FieldError(field, "The version declares no such column.", "Name a column of the version.")


def _absent(name: str) -> FieldError:
    return FieldError(
        name, "The file has no such column.", "Add it, or say which column stands for it in `columns`."
    )


def _twice(name: str) -> FieldError:
    return FieldError(name, "The file names this column twice.", "Rename one of them.")
