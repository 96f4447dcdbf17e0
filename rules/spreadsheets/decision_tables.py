"""One decision table as a sheet, both ways.

The first row says what a column is: `row` (leave its cells as they are; empty in a new row), `if …` what is tested, `then …`
what is written, `_…` a remark. The second row gives titles. Every other row is a row of the table.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import cast

import msgspec

from rules.spreadsheets import habits
from rules.spreadsheets.columns import ROW, TITLE, Heading, Json, Write, fresh, match, merged, shown_ids
from rules.spreadsheets.grid import Sheet, SheetFindings, Spot, shown

NEW_TABLE: Json = {"hitPolicy": "first", "passThrough": True, "inputs": [], "outputs": [], "rules": []}


class Placed(msgspec.Struct, frozen=True):
    """A node's content as a sheet says, and where each of its parts stands: path within the content → cell."""

    content: Json
    places: dict[str, Spot]


def listed(value: object) -> list[Json]:
    """The objects of a list of JSON; what is none is not there."""
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def written(content: Json) -> list[list[str]]:
    """Return the rows of the sheet of a table."""
    columns = [*listed(content.get("inputs")), *listed(content.get("outputs"))]
    rows = listed(content.get("rules"))
    remarks = _remarks(rows)
    roles = [f"if {shown(column.get('field')).strip()}".strip() for column in listed(content.get("inputs"))]
    roles += [
        f"then {shown(column.get('field')).strip()}".strip() for column in listed(content.get("outputs"))
    ]
    titles = [shown(column.get("name")) for column in columns]
    keys = [str(column.get("id")) for column in columns] + remarks
    body = [
        [name, *(shown(row.get(key)) for key in keys)]
        for name, row in zip(shown_ids(rows, "_id"), rows, strict=True)
    ]
    return [[ROW, *roles, *(shown(key) for key in remarks)], [TITLE, *titles, *("" for _ in remarks)], *body]


def _remarks(rows: Sequence[Json]) -> list[str]:
    return list(dict.fromkeys(key for row in rows for key in row if key.startswith("_") and key != "_id"))


def read(sheet: Sheet, base: Json, names: Collection[str], findings: SheetFindings, *, guard: bool) -> Placed:
    """Apply a sheet to the table that it shows.

    names: that an output cell may mean. guard: whether the format guards cells against programs that compute them (CSV).
    Raises: SpreadsheetRefused, when the heading cannot be read; else what is wrong is in `findings`.
    """
    headings = _headings(sheet, findings)
    findings.refuse()
    first = 2 if sheet.at(1, 0).text.strip().lower() == TITLE else 1
    return _Reading(sheet, base, headings, names, findings, guard=guard).read(first)


def _headings(sheet: Sheet, findings: SheetFindings) -> list[Heading]:
    if sheet.at(0, 0).text.strip().lower() != ROW:
        fix = f"Let its first cell say {ROW}, and the others of the first row what their columns are."
        findings.add(Spot(sheet.name, 0, 0), "The sheet does not begin as a table does.", fix)
        findings.refuse()
    titled = sheet.at(1, 0).text.strip().lower() == TITLE
    found = []
    for at in range(1, max(map(len, sheet.rows))):
        text = sheet.at(0, at).text.strip()
        role, field = (*text.split(None, 1), "", "")[:2]
        title = sheet.at(1, at).text.strip() if titled else field.strip()
        if text.startswith("_"):
            found.append(Heading("note", text, "", at))
        elif role.lower() == "if":
            found.append(Heading("if", field.strip(), title, at))
        elif role.lower() == "then" and field.strip():
            found.append(Heading("then", field.strip(), title, at))
        elif text or any(sheet.at(row, at).text.strip() for row in range(1, len(sheet.rows))):
            fix = "Begin with `if` and a fact, `then` and a result, or `_` for a remark."
            findings.add(Spot(sheet.name, 0, at), "It does not say what its column is.", fix)
    return found


class _Reading:
    def __init__(
        self,
        sheet: Sheet,
        base: Json,
        headings: Sequence[Heading],
        names: Collection[str],
        findings: SheetFindings,
        *,
        guard: bool,
    ) -> None:
        self._sheet = sheet
        self._base = base
        self._headings = headings
        self._names = names
        self._findings = findings
        self._write: Write = habits.guarded if guard else str
        self._rows = listed(base.get("rules"))
        self._known = dict(zip(shown_ids(self._rows, "_id"), self._rows, strict=True))
        self._places: dict[str, Spot] = {}

    def read(self, first: int) -> Placed:
        inputs, outputs = self._columns("if", "inputs"), self._columns("then", "outputs")
        keys = [
            *(str(column["id"]) for column in (*inputs, *outputs)),
            *self._remark_keys(),
        ]
        headings = [heading for role in ("if", "then", "note") for heading in self._of(role)]
        used: set[str] = set()
        rows: list[Json] = []
        for at in range(first, len(self._sheet.rows)):
            if any(cell.text.strip() or cell.kind != "text" for cell in self._sheet.rows[at]):
                rows.append(self._row(at, len(rows), list(zip(headings, keys, strict=True)), used))
        content = {**self._base, "inputs": inputs, "outputs": outputs, "rules": rows}
        return Placed(content, self._places)

    def _of(self, role: str) -> list[Heading]:
        return [heading for heading in self._headings if heading.role == role]

    def _columns(self, role: str, place: str) -> list[Json]:
        headings = self._of(role)
        taken = {
            str(column.get("id")) for key in ("inputs", "outputs") for column in listed(self._base.get(key))
        }
        made: list[Json] = []
        for index, (heading, column) in enumerate(
            zip(headings, match(headings, listed(self._base.get(place)), self._write), strict=True)
        ):
            made.append(merged(heading, column, taken, self._write))
            taken.add(str(made[-1]["id"]))
            self._places[f"{place}[{index}]"] = Spot(self._sheet.name, 0, heading.at)
        return made

    def _remark_keys(self) -> list[str]:
        by_shown = {shown(key).strip(): key for key in _remarks(self._rows)}
        return [by_shown.get(heading.field, heading.field) for heading in self._of("note")]

    def _row(self, at: int, index: int, columns: list[tuple[Heading, str]], used: set[str]) -> Json:
        name = self._sheet.at(at, 0).text.strip()
        base = self._known.get(name) if name not in used else None
        row: dict[str, object] = {}
        if base is not None:
            used.add(name)
            if "_id" in base:
                row["_id"] = base["_id"]
        else:
            free = name and name not in used and not name.startswith("#")
            row["_id"] = name if free else fresh("row", used | self._known.keys())
            used.add(cast(str, row["_id"]))
        self._places[f"rules[{index}]"] = Spot(self._sheet.name, at, 0)
        for heading, key in columns:
            spot = Spot(self._sheet.name, at, heading.at)
            self._places[f"rules[{index}].{key}"] = spot
            self._cell(row, base or {}, heading, key, spot)
        return row

    def _cell(self, row: dict[str, object], base: Json, heading: Heading, key: str, spot: Spot) -> None:
        cell = self._sheet.at(spot.row, spot.column)
        before = shown(base.get(key))
        if habits.same(cell, self._write(before)):
            if key in base:
                row[key] = base[key]
            return
        if heading.role == "note":
            row[key] = cell.text
            return
        text = habits.understood(
            cell, spot, self._findings, names=self._names if heading.role == "then" else None
        )
        if text == before.strip() and key in base:
            row[key] = base[key]
        elif text or key in base:
            row[key] = text
