"""What a command prints: tables of lists on a terminal, JSON in a pipe or on demand, and nothing else on standard output."""

import pathlib
import shutil
import sys
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import click
import msgspec

from app.cli.teaching import json_wanted
from app.settings import inherited_environment

Row: TypeAlias = Mapping[str, object]
_GAP = "  "
_CELL_MAX = 40
_CELL_MIN = 10
_CUT = "…"


def show(value: object) -> None:
    """Print a result: lists and pages as a table on a terminal, everything else as JSON fit for `jq`."""
    rows = None if json_wanted() or not sys.stdout.isatty() else _rows(value)
    if rows is None:
        click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())
    else:
        click.echo("\n".join(table(rows[0], shutil.get_terminal_size().columns)))
        if rows[1]:
            click.echo(f"More: --after {rows[1]}")


def tell(value: object, text: str) -> None:
    """Print a sentence, or with `--json` what it says as JSON."""
    if json_wanted():
        show(value)
    else:
        click.echo(text)


def wrote(file: pathlib.Path, size_bytes: int) -> None:
    """Say that a file was written."""
    tell({"file": str(file), "bytes": size_bytes}, f"{file}: {size_bytes:,} bytes")


def hand_out(lines: bytes) -> None:
    """Print what is lines of JSON anyway, as it is."""
    click.echo(lines, nl=False)


def note(line: str) -> None:
    """Say how far something is: beside the result, never in it."""
    click.echo(line, err=json_wanted())


def coloured(text: str, colour: str) -> str:
    """Colour what goes to a terminal, unless NO_COLOR is set (no-color.org)."""
    wanted = sys.stdout.isatty() and not inherited_environment().get("NO_COLOR")
    return click.style(text, fg=colour) if wanted else text


def table(rows: Sequence[Row], width: int) -> list[str]:
    """Align rows under the names of their fields. width: of the terminal; what does not fit is cut, then left out.

    Fields that no row fills are left out; numbers stand to the right; ids are never cut, for they are copied.
    """
    if not rows:
        return ["none"]
    cells = {name: [_cell(row.get(name)) for row in rows] for name in _names(rows)}
    widths = {name: max(len(name), *map(len, column)) for name, column in cells.items()}
    shown = _fitting(widths, width)
    right = {name for name in shown if _is_number([row.get(name) for row in rows])}
    lines = [_line({name: name.upper() for name in shown}, shown, right)]
    lines += [_line({name: cells[name][at] for name in shown}, shown, right) for at in range(len(rows))]
    left_out = [name for name in cells if name not in shown]
    return lines + ([f"Not shown: {', '.join(left_out)} (--json shows all)."] if left_out else [])


def _rows(value: object) -> tuple[list[Row], str | None] | None:
    """Rows and where the next page starts; None for what is no list of objects."""
    plain = msgspec.json.decode(msgspec.json.encode(value))
    after = None
    if isinstance(plain, dict) and isinstance(plain.get("data"), list):
        after, plain = plain.get("next_after"), plain["data"]
    if not isinstance(plain, list) or not all(isinstance(row, dict) for row in plain):
        return None
    return plain, after


def _names(rows: Sequence[Row]) -> list[str]:
    named = dict.fromkeys(name for row in rows for name in row)
    return [name for name in named if any(row.get(name) not in (None, "", [], {}) for row in rows)]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return " ".join(value.split())
    return msgspec.json.encode(value).decode()


def _is_number(values: Sequence[object]) -> bool:
    told = [value for value in values if value is not None]
    return bool(told) and all(
        isinstance(value, int | float) and not isinstance(value, bool) for value in told
    )


def _fitting(widths: Mapping[str, int], width: int) -> dict[str, int]:
    """How wide each field is shown: the widest are cut first, then the last are left out."""
    shown = {name: wide if _is_id(name) else min(wide, _CELL_MAX) for name, wide in widths.items()}
    while _total(shown) > width and len(shown) > 1:
        cut = [name for name, wide in shown.items() if wide > max(_CELL_MIN, len(name)) and not _is_id(name)]
        if cut:
            widest = max(cut, key=lambda name: shown[name])
            shown[widest] -= 1
        else:
            shown.popitem()
    return shown


def _is_id(name: str) -> bool:
    return name == "id" or name.endswith("_id")


def _total(shown: Mapping[str, int]) -> int:
    return sum(shown.values()) + len(_GAP) * (len(shown) - 1)


def _line(cells: Mapping[str, str], shown: Mapping[str, int], right: set[str]) -> str:
    parts = []
    for name, wide in shown.items():
        text = cells[name] if len(cells[name]) <= wide else cells[name][: wide - 1] + _CUT
        parts.append(text.rjust(wide) if name in right else text.ljust(wide))
    return _GAP.join(parts).rstrip()
