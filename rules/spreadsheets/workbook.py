"""A whole ruleset as a workbook, both ways: a sheet for each node with something to write, and one of settings.

The settings carry the graph as it was, so that what no sheet shows (positions, edges, ids) comes back unchanged.
"""

import re
from collections.abc import Mapping, Sequence

import msgspec

from rules.document import EXPRESSION, SWITCH, TABLE
from rules.facts import ALWAYS
from rules.spreadsheets import decision_tables, lists
from rules.spreadsheets.columns import Json
from rules.spreadsheets.decision_tables import Placed, listed
from rules.spreadsheets.grid import Sheet, SheetFindings, Spot, SpreadsheetRefused

SETTINGS = "Settings"
FORMAT = "countermark ruleset 1"
_PIECE = 15_000
_NAME_MAX = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f'\ufffe\uffff]")
_ESCAPES = {code: f"\\u{code:04x}" for code in (0x7F, 0xFFFE, 0xFFFF)}
"""What JSON holds as it is, and XML does not."""
_HEADING = ["setting", "value", "node"]


class FromFile(msgspec.Struct, frozen=True):
    """What a file says. places: path in the graph → the cell that says it."""

    graph: dict[str, object]
    fallback: str
    places: dict[str, Spot]


def nodes_of(graph: Mapping[str, object]) -> list[Json]:
    return listed(graph.get("nodes"))


def names_in(graph: Mapping[str, object]) -> frozenset[str]:
    """Names that an output cell may mean: facts at the top, and what the nodes write."""
    names = set(ALWAYS)
    for node in nodes_of(graph):
        content = _content(node)
        names.update(str(item.get("key")) for item in listed(content.get("expressions")))
        names.update(str(column.get("field")).removesuffix("[]") for column in listed(content.get("outputs")))
    return frozenset(names)


def written(graph: Mapping[str, object], fallback: str, use_case: str) -> dict[str, list[list[str]]]:
    """Return the sheets of a ruleset, by name."""
    sheets: dict[str, list[list[str]]] = {}
    shown_in: list[list[str]] = []
    for node in nodes_of(graph):
        rows = _rows(node)
        if rows is not None:
            name = _sheet_name(str(node.get("name", "")), [*sheets, SETTINGS])
            sheets[name] = rows
            shown_in.append(["sheet", name, str(node.get("id"))])
    text = msgspec.json.encode(graph).decode().translate(_ESCAPES)
    pieces = [["graph", text[at : at + _PIECE], ""] for at in range(0, len(text), _PIECE)]
    settings = [
        _HEADING,
        ["format", FORMAT, ""],
        ["use case", use_case, ""],
        ["fallback", fallback, ""],
        *shown_in,
        *pieces,
    ]
    return {**sheets, SETTINGS: settings}


def _rows(node: Json) -> list[list[str]] | None:
    content = _content(node)
    match node.get("type"):
        case "decisionTableNode":
            return decision_tables.written(content)
        case "expressionNode":
            return lists.written_expressions(content)
        case "switchNode":
            return lists.written_statements(content)
        case _:
            return None


def _content(node: Json) -> Json:
    content = node.get("content")
    return content if isinstance(content, Mapping) else {}


def _sheet_name(wanted: str, taken: Sequence[str]) -> str:
    """Excel takes 31 characters, tells no capitals apart and has its own use for some signs."""
    name = _FORBIDDEN.sub(" ", wanted).strip()[:_NAME_MAX].strip() or "Node"
    lowered = {each.lower() for each in taken}
    number, made = 2, name
    while made.lower() in lowered or made.lower() == "history":
        made = f"{name[: _NAME_MAX - len(str(number)) - 1]} {number}"
        number += 1
    return made


def read(sheets: Sequence[Sheet]) -> FromFile:
    """Read a workbook that was exported. Raises: SpreadsheetRefused."""
    named = {sheet.name: sheet.trimmed() for sheet in sheets}
    settings = named.get(SETTINGS)
    if settings is None:
        raise SpreadsheetRefused(
            f'The workbook has no sheet "{SETTINGS}".', fix="Begin with `rules export --format xlsx`."
        )
    graph, fallback, spots = _settings(settings)
    findings = SheetFindings()
    nodes = nodes_of(graph)
    names = names_in(graph)
    made: list[object] = list(nodes)
    places: dict[str, Spot] = {"fallback": spots["fallback"]}
    for row, name, node_id in _shown_in(settings):
        index = next((at for at, node in enumerate(nodes) if node.get("id") == node_id), None)
        sheet = named.get(name)
        if index is None or sheet is None:
            fix = "Give the sheet its name back, or export the ruleset again."
            findings.add(Spot(SETTINGS, row, 1), f'There is no sheet "{name}", or not its node.', fix)
            continue
        placed = _apply(sheet, nodes[index], names, findings)
        made[index] = {**nodes[index], "content": placed.content}
        places |= placed_in(index, placed)
    findings.refuse()
    return FromFile({**graph, "nodes": made}, fallback, places)


def placed_in(index: int, placed: Placed) -> dict[str, Spot]:
    return {f"graph.nodes[{index}].content.{path}": spot for path, spot in placed.places.items()}


def _apply(sheet: Sheet, node: Json, names: frozenset[str], findings: SheetFindings) -> Placed:
    content = _content(node)
    match node.get("type"):
        case kind if kind == TABLE:
            return decision_tables.read(sheet, content, names, findings, guard=False)
        case kind if kind == EXPRESSION:
            return lists.read_expressions(sheet, content, findings)
        case kind if kind == SWITCH:
            return lists.read_statements(sheet, content, findings)
        case _:
            findings.add(Spot(sheet.name, 0, 0), "Its node has nothing to write.", "Remove the sheet.")
            return Placed(content, {})


def _settings(sheet: Sheet) -> tuple[dict[str, object], str, dict[str, Spot]]:
    findings = SheetFindings()
    values: dict[str, str] = {}
    spots: dict[str, Spot] = {}
    pieces: list[str] = []
    for row in range(1, len(sheet.rows)):
        key, value = sheet.at(row, 0).text.strip().lower(), sheet.at(row, 1).text
        if key == "graph":
            pieces.append(value)
            spots.setdefault("graph", Spot(sheet.name, row, 1))
        else:
            values.setdefault(key, value.strip())
            spots.setdefault(key, Spot(sheet.name, row, 1))
    first = Spot(sheet.name, 0, 0)
    for key in ("format", "fallback", "graph"):
        if key not in spots:
            findings.add(first, f"It has no row `{key}`.", "Export the ruleset again.")
    findings.refuse()
    if values["format"] != FORMAT:
        findings.add(spots["format"], "It is of another format.", f"This release reads {FORMAT}.")
    graph = _graph("".join(pieces), spots["graph"], findings)
    findings.refuse()
    return graph, values["fallback"], spots


def _graph(text: str, spot: Spot, findings: SheetFindings) -> dict[str, object]:
    try:
        return msgspec.json.decode(text, type=dict[str, object])
    except (msgspec.DecodeError, RecursionError):
        findings.add(
            spot, "The graph cannot be read.", "Export the ruleset again, and leave this row as it is."
        )
        return {}


def _shown_in(settings: Sheet) -> list[tuple[int, str, str]]:
    return [
        (row, settings.at(row, 1).text.strip(), settings.at(row, 2).text.strip())
        for row in range(1, len(settings.rows))
        if settings.at(row, 0).text.strip().lower() == "sheet"
    ]
