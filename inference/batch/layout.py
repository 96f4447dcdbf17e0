"""The header of a file against the columns of a version: what is where, found once, or the whole file refused."""

import csv
from collections import Counter
from collections.abc import Sequence

import msgspec

from core.errors import FieldError, shown
from inference.batch.entities import BatchOptions, BatchRefused
from inference.batch.forms import form_of
from inference.dated import with_dates
from inference.declared.columns import sent_columns
from inference.manifest import Column, Manifest

CUSTOMER = "customer_id"
"""The column of a file that names whom a row of a tenant's own columns is about, for features that are computed of them."""
SEPARATORS = {"comma": b",", "semicolon": b";", "tab": b"\t"}
FILE_COLUMNS_MAX = 2_000
HEADER_BYTES_MAX = 262_144
_SHOWN_MAX = 20


class Layout(msgspec.Struct, frozen=True, kw_only=True, tag="columns"):
    """Where the version's columns stand in the file. Where the service computes features besides, these are the columns that a
    request sends, and behind them, if the file has it, whom a row is about.

    names: of the file's columns, in order. positions: in the file, of each of `columns`. id_position: None without ids.
    required: positions in `columns` of those that must not be empty.
    """

    columns: tuple[Column, ...]
    names: tuple[str, ...]
    positions: tuple[int, ...]
    required: tuple[int, ...]
    id_position: int | None
    separator: bytes = b","


class FactLayout(msgspec.Struct, frozen=True, kw_only=True, tag="facts"):
    """Where the fields of facts stand in the file.

    use_case: whose form it is. fields: those that the file has. positions: in the file, of each of them.
    required: fields that must not be empty. The rest is as in `Layout`.
    """

    use_case: str
    names: tuple[str, ...]
    fields: tuple[str, ...]
    positions: tuple[int, ...]
    required: frozenset[str]
    id_position: int | None
    separator: bytes = b","


AnyLayout = Layout | FactLayout


def read_names(layout: AnyLayout) -> list[str]:
    """Name the columns of the file that are read."""
    ids = () if layout.id_position is None else (layout.id_position,)
    return list(dict.fromkeys(layout.names[at] for at in (*layout.positions, *ids)))


def read_header(record: bytes, separator: bytes) -> tuple[str, ...]:
    """Read the first record of a CSV. Raises: BatchRefused."""
    try:
        text = record.removeprefix(b"\xef\xbb\xbf").decode()
    except UnicodeDecodeError as error:
        raise BatchRefused("The header is not UTF-8.", fix="Save the file as CSV in UTF-8.") from error
    try:
        rows = list(csv.reader([text.rstrip("\r\n")], delimiter=separator.decode(), strict=True))
    except csv.Error as error:
        raise BatchRefused(
            "The header is not a line of a CSV.", fix="Close its quotes, and end lines with LF or CRLF."
        ) from error
    if not rows or not any(rows[0]):
        raise BatchRefused("The file has no header.", fix="Begin it with a line that names the columns.")
    return tuple(name.strip() for name in rows[0])


def layout_for(
    names: Sequence[str], manifest: Manifest, options: BatchOptions, *, computes: bool = False
) -> AnyLayout:
    """Find in the file what the version scores: its own columns, or the facts of its use case.

    computes: rows have features besides, which the service computes of whom they are about. Raises: BatchRefused.
    """
    if manifest.inputs == "columns":
        return (
            column_layout_of(names, manifest, options)
            if computes
            else layout_of(names, with_dates(manifest.columns), options)
        )
    return fact_layout_of(names, manifest.use_case, options)


def column_layout_of(names: Sequence[str], manifest: Manifest, options: BatchOptions) -> Layout:
    """Find what a request sends of the version's columns, and the customer where the file has one. Raises: BatchRefused."""
    columns = sent_columns(manifest)
    sent = {column.name for column in columns}
    given = [each.name for each in manifest.columns if each.name not in sent and each.name in names]
    if given:
        refused = FieldError(given[0], "The service fills it in.", "Leave the column out.")
        raise BatchRefused(f"The service fills in `{given[0]}` itself.", fields=[refused])
    if CUSTOMER in sent:
        raise BatchRefused(
            f"The version has a column `{CUSTOMER}` of its own, so a file cannot say whom a row is about.",
            fix="Train the version without that column, or ask row by row.",
        )
    if CUSTOMER in options.columns or CUSTOMER in options.required or CUSTOMER in names:
        columns = (*columns, Column(name=CUSTOMER, kind="category", other=0))
    return layout_of(names, columns, options)


def layout_of(names: Sequence[str], columns: Sequence[Column], options: BatchOptions) -> Layout:
    """Find each column of the version in the file. Columns that the version does not know are left alone.

    Raises: BatchRefused, naming every column that is missing, named twice or not known.
    """
    known = [column.name for column in columns]
    in_file = {name: options.columns.get(name, name) for name in known}
    at = _positions(names, known, list(in_file.values()), options)
    required = set(options.required)
    return Layout(
        columns=tuple(columns),
        names=tuple(names),
        positions=tuple(at[name] for name in in_file.values()),
        required=tuple(index for index, name in enumerate(known) if name in required),
        id_position=None if options.id_column is None else at[options.id_column],
        separator=SEPARATORS[options.separator],
    )


def fact_layout_of(names: Sequence[str], use_case: str, options: BatchOptions) -> FactLayout:
    """Find each field of the facts in the file; those that a request may leave out a file may leave out.

    Raises: as `layout_of`.
    """
    form = form_of(use_case)
    required = {field.name for field in form.fields if field.required} | set(options.required)
    in_file = {
        field.name: options.columns.get(field.name, field.name)
        for field in form.fields
        if field.name in required or options.columns.get(field.name, field.name) in names
    }
    at = _positions(names, [field.name for field in form.fields], list(in_file.values()), options)
    return FactLayout(
        use_case=use_case,
        names=tuple(names),
        fields=tuple(in_file),
        positions=tuple(at[name] for name in in_file.values()),
        required=frozenset(required),
        id_position=None if options.id_column is None else at[options.id_column],
        separator=SEPARATORS[options.separator],
    )


def _positions(
    names: Sequence[str], known: Sequence[str], in_file: Sequence[str], options: BatchOptions
) -> dict[str, int]:
    """Return where each column of the file stands. known: what may be named in options. Raises: BatchRefused."""
    if len(names) > FILE_COLUMNS_MAX:
        raise BatchRefused(f"The file has {len(names)} columns; {FILE_COLUMNS_MAX} can be read.")
    errors = [_unknown(f"columns.{shown(name)}") for name in options.columns if name not in known]
    errors += [_unknown(f"required.{shown(name)}") for name in options.required if name not in known]
    wanted = [*in_file, *([options.id_column] if options.id_column else [])]
    counts = Counter(names)
    errors += [_absent(name) for name in wanted if counts[name] == 0]
    errors += [_twice(name) for name in dict.fromkeys(wanted) if counts[name] > 1]
    if errors:
        named = ", ".join(f"`{error.field}`" for error in errors[:_SHOWN_MAX])
        raise BatchRefused(
            f"Columns of the file cannot be used: {named}.",
            fields=errors[:_SHOWN_MAX],
            fix=_other_separator(names),
        )
    return {name: index for index, name in enumerate(names)}


def _other_separator(names: Sequence[str]) -> str | None:
    """What to do about a header that is one name with the signs of another separator in it."""
    signs = SEPARATORS.items() if len(names) == 1 else ()
    found = next((name for name, sign in signs if sign.decode() in names[0]), None)
    return None if found is None else f"Say what separates the fields of the file: separator={found}."


def _unknown(field: str) -> FieldError:
    return FieldError(field, "The version takes no such column.", "Name a column that the version takes.")


def _absent(name: str) -> FieldError:
    return FieldError(
        name, "The file has no such column.", "Add it, or say which column stands for it in `columns`."
    )


def _twice(name: str) -> FieldError:
    return FieldError(name, "The file names this column twice.", "Rename one of them.")
