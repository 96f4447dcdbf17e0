"""Columns and rows of a sheet matched with those of the node that it shows: what was not changed stays what it was."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Literal, TypeAlias

import msgspec

from rules.spreadsheets.grid import shown
from rules.spreadsheets.habits import unguarded

Json: TypeAlias = Mapping[str, object]
Role = Literal["if", "then", "note"]
ROW, TITLE = "row", "title"
Write: TypeAlias = Callable[[str], str]
"""How a format writes a text into a cell."""
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.:-]{0,63}")


class Heading(msgspec.Struct, frozen=True):
    """What a column of a sheet is. field: what it tests or writes. at: 0-based, in the sheet."""

    role: Role
    field: str
    title: str
    at: int


def shown_ids(items: Sequence[Json], key: str) -> list[str]:
    """Name each item by its id, or by its place where the id cannot name it."""
    ids = [item.get(key) for item in items]
    named = []
    for index, value in enumerate(ids, 1):
        good = isinstance(value, str) and _NAME.fullmatch(value) is not None
        named.append(str(value) if good and ids.count(value) == 1 else f"#{index}")
    return named


def match(headings: Sequence[Heading], columns: Sequence[Json], write: Write) -> list[Json | None]:
    """Find for each heading of one role its column: by field and title, then by field alone. Each column is used once."""
    found: list[Json | None] = [None] * len(headings)
    left = list(columns)
    for titled in (True, False):
        for index, heading in enumerate(headings):
            if found[index] is None:
                titles = write if titled else None
                found[index] = next((column for column in left if _fits(heading, column, titles)), None)
                left = [column for column in left if column is not found[index]]
    return found


def _fits(heading: Heading, column: Json, titles: Write | None) -> bool:
    if heading.field != shown(column.get("field")).strip():
        return False
    return titles is None or heading.title == titles(shown(column.get("name"))).strip()


def merged(heading: Heading, column: Json | None, taken: Collection[str], write: Write) -> Json:
    """Return the column as the sheet says; what the sheet does not show stays."""
    title = unguarded(heading.title)
    if column is None:
        prefix = "in" if heading.role == "if" else "out"
        made = {"id": fresh(prefix, taken), "name": title or heading.field}
        return {**made, "field": heading.field} if heading.field else made
    if write(shown(column.get("name"))).strip() == heading.title:
        return column
    return {**column, "name": title}


def fresh(prefix: str, taken: Collection[str]) -> str:
    number = 1
    while f"{prefix}_{number}" in taken:
        number += 1
    return f"{prefix}_{number}"
