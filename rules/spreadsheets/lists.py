"""The other nodes as sheets: expressions with their names, statements of a switch."""

from rules.spreadsheets import habits
from rules.spreadsheets.columns import ROW, Json, fresh, shown_ids
from rules.spreadsheets.decision_tables import Placed, listed
from rules.spreadsheets.grid import Sheet, SheetFindings, Spot, shown

_EXPRESSIONS = [ROW, "key", "value"]
_STATEMENTS = [ROW, "condition"]


def written_expressions(content: Json) -> list[list[str]]:
    items = listed(content.get("expressions"))
    names = shown_ids(items, "id")
    return [
        _EXPRESSIONS,
        *(
            [name, shown(item.get("key")), shown(item.get("value"))]
            for name, item in zip(names, items, strict=True)
        ),
    ]


def written_statements(content: Json) -> list[list[str]]:
    items = listed(content.get("statements"))
    names = shown_ids(items, "id")
    return [
        _STATEMENTS,
        *([name, shown(item.get("condition"))] for name, item in zip(names, items, strict=True)),
    ]


def read_expressions(sheet: Sheet, base: Json, findings: SheetFindings) -> Placed:
    """Rows may be changed, moved, added and removed. Raises: SpreadsheetRefused."""
    _check_heading(sheet, _EXPRESSIONS, findings)
    items = listed(base.get("expressions"))
    known = dict(zip(shown_ids(items, "id"), items, strict=True))
    used: set[str] = set()
    made: list[Json] = []
    places: dict[str, Spot] = {}
    for at in _filled(sheet):
        name = sheet.at(at, 0).text.strip()
        before = known.get(name) if name not in used else None
        if before is None:
            name = fresh("value", used | known.keys())
            before = {"id": name}
        used.add(name)
        index = len(made)
        made.append(_applied(sheet, at, before, _EXPRESSIONS, findings))
        places[f"expressions[{index}]"] = Spot(sheet.name, at, 0)
        places[f"expressions[{index}].key"] = Spot(sheet.name, at, 1)
        places[f"expressions[{index}].value"] = Spot(sheet.name, at, 2)
    return Placed({**base, "expressions": made}, places)


def read_statements(sheet: Sheet, base: Json, findings: SheetFindings) -> Placed:
    """Conditions may be changed; which statements there are is drawn in the graph. Raises: SpreadsheetRefused."""
    _check_heading(sheet, _STATEMENTS, findings)
    items = listed(base.get("statements"))
    names = shown_ids(items, "id")
    rows = _filled(sheet)
    if [sheet.at(at, 0).text.strip() for at in rows] != names:
        fix = f"Keep the rows as they were exported ({', '.join(names)[:200]}); draw new ways in the graph."
        findings.add(Spot(sheet.name, 0, 0), "Its rows are not the statements of the switch.", fix)
        return Placed(base, {})
    made = [_applied(sheet, at, item, _STATEMENTS, findings) for at, item in zip(rows, items, strict=True)]
    places = {f"statements[{index}].condition": Spot(sheet.name, at, 1) for index, at in enumerate(rows)}
    return Placed({**base, "statements": made}, places)


def _check_heading(sheet: Sheet, heading: list[str], findings: SheetFindings) -> None:
    found = [sheet.at(0, at).text.strip().lower() for at in range(len(heading))]
    if found != heading:
        findings.add(
            Spot(sheet.name, 0, 0), "Its columns are not those of its node.", f"Write {', '.join(heading)}."
        )
    for row, cells in enumerate(sheet.rows):
        for at, cell in enumerate(cells[len(heading) :], len(heading)):
            if cell.text.strip():
                findings.add(Spot(sheet.name, row, at), "It belongs to no column.", "Clear it.")
    findings.refuse()


def _filled(sheet: Sheet) -> list[int]:
    return [at for at in range(1, len(sheet.rows)) if any(cell.text.strip() for cell in sheet.rows[at])]


def _applied(sheet: Sheet, at: int, before: Json, heading: list[str], findings: SheetFindings) -> Json:
    made = dict(before)
    for column, key in enumerate(heading[1:], 1):
        cell, was = sheet.at(at, column), shown(before.get(key))
        if habits.same(cell, was) and key in before:
            continue
        text = habits.understood(cell, Spot(sheet.name, at, column), findings)
        if text != was.strip() or key not in before:
            made[key] = text
    return made
