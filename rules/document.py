"""The document of a ruleset: a JDM graph as the GoRules editor writes it, read into structs.

Only what is understood goes on to the engine, so everything that could change an answer and is not understood is
refused; names, positions and descriptions are for people and kept as they are.
Source: https://docs.gorules.io (JDM standard) and the structs of zen-engine 2.1.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Literal, TypeAlias, TypeVar

import msgspec

from rules.canonical_json import encode
from rules.findings import Findings, Place
from rules.limits import COLUMNS_MAX, EDGES_MAX, GRAPH_BYTES_MAX, NODES_MAX, ROWS_MAX
from rules.windows import COLUMN as WINDOW
from rules.windows import FIELD, FROM, UNTIL, NoMoment, cell_of, window_of

Content = TypeVar("Content")


class _Wire(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Base of what we read in full."""


class Column(_Wire, frozen=True, kw_only=True):
    id: str
    name: str = ""
    field: str | None = None
    type: str | None = None
    default_value: str | None = None


class _Transform(_Wire, frozen=True, kw_only=True):
    pass_through: bool = False
    pass_thorough: bool = False  # so written by early versions of the editor, and read by no engine
    input_field: str | None = None
    output_path: str | None = None
    execution_mode: Literal["single", "loop"] = "single"


class TableContent(_Transform, frozen=True, kw_only=True):
    hit_policy: Literal["first", "collect"] = "first"
    inputs: list[Column]
    outputs: list[Column]
    rules: list[dict[str, str | None]]


class Expression(_Wire, frozen=True, kw_only=True):
    id: str
    key: str
    value: str


class ExpressionContent(_Transform, frozen=True, kw_only=True):
    expressions: list[Expression]


class Statement(_Wire, frozen=True, kw_only=True):
    id: str
    condition: str = ""
    is_default: bool = False


class SwitchContent(_Wire, frozen=True, kw_only=True):
    hit_policy: Literal["first", "collect"] = "first"
    statements: list[Statement]


class EndContent(_Wire, frozen=True, kw_only=True):
    schema: str | None = None


NodeContent: TypeAlias = TableContent | ExpressionContent | SwitchContent | EndContent


class GraphNode(msgspec.Struct, frozen=True):
    id: str
    name: str
    kind: str
    content: NodeContent
    place: Place


class Edge(_Wire, frozen=True, kw_only=True):
    id: str
    source_id: str
    target_id: str
    source_handle: str | None = None
    type: str | None = None


class Graph(msgspec.Struct, frozen=True):
    """nodes: by id, in the order of the document."""

    nodes: dict[str, GraphNode]
    edges: tuple[Edge, ...]


class _WireNode(msgspec.Struct, frozen=True):
    id: str
    name: str
    type: str
    content: object = None


class _WireRows(msgspec.Struct, frozen=True):
    rules: list[dict[str, object]]


class _WireGraph(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    nodes: list[_WireNode]
    edges: list[Edge]
    content_type: str | None = None


INPUT, OUTPUT, TABLE, EXPRESSION, SWITCH = (
    "inputNode",
    "outputNode",
    "decisionTableNode",
    "expressionNode",
    "switchNode",
)
_CONTENTS: dict[str, type[NodeContent]] = {
    INPUT: EndContent,
    OUTPUT: EndContent,
    TABLE: TableContent,
    EXPRESSION: ExpressionContent,
    SWITCH: SwitchContent,
}
_REFUSED = {
    "functionNode": "Function nodes are not allowed: a script cannot be bounded or stopped.",
    "customNode": "Custom nodes are not allowed: what they do is outside of the ruleset.",
    "decisionNode": "Sub-decisions are not allowed: a version must be whole.",
    "httpNode": "HTTP nodes are not allowed: a decision waits for nobody.",
}
_NO_TEXT = re.compile(r"\.rules\[(?P<row>\d+)\]\[\.\.\.\]")
_ID = re.compile(r"[A-Za-z0-9_.:-]{1,64}")
_WHOLE = Place("graph", "The graph")


def read(graph: object) -> Graph:
    """Read a JDM graph.

    graph: plain JSON values, as they were sent.
    Raises: RulesetRefused, naming every node that cannot be read.
    """
    findings = Findings()
    wire = _convert(graph, _WireGraph, _WHOLE, findings)
    if wire is None:
        findings.refuse()
        raise AssertionError("what cannot be converted is a finding")
    _bound(graph, wire, findings)
    nodes = [_node(index, node, findings) for index, node in enumerate(wire.nodes)]
    findings.refuse()
    read_nodes = [node for node in nodes if node is not None]
    _check_ids(read_nodes, wire.edges, findings)
    findings.refuse()
    return Graph({node.id: node for node in read_nodes}, tuple(wire.edges))


def _bound(graph: object, wire: _WireGraph, findings: Findings) -> None:
    try:
        size = len(encode(graph))
    except RecursionError:
        findings.add(_WHOLE, "It is nested too deeply.", "Take out what is not of a JDM graph.")
        return
    except ValueError as error:
        findings.add(
            _WHOLE, f"It has no canonical form: {error}.", "Use numbers and texts that JSON can hold."
        )
        return
    for what, count, most in (
        ("bytes", size, GRAPH_BYTES_MAX),
        ("nodes", len(wire.nodes), NODES_MAX),
        ("edges", len(wire.edges), EDGES_MAX),
    ):
        if count > most:
            findings.add(
                _WHOLE, f"It has {count} {what}, more than {most}.", "Make it smaller, or split the use case."
            )


def _node(index: int, wire: _WireNode, findings: Findings) -> GraphNode | None:
    place = Place(f"graph.nodes[{index}]", f'Node "{wire.name[:64]}"')
    form = _CONTENTS.get(wire.type)
    if form is None:
        reason = _REFUSED.get(wire.type, f"Nodes of type {wire.type[:32]!r} are not allowed.")
        findings.add(place, reason, "Use decision tables, expressions and switches.")
        return None
    inside = place.inner(".content")
    content = _convert(wire.content if wire.content is not None else {}, form, inside, findings)
    if content is None:
        return None
    _check_content(content, inside, findings)
    if isinstance(content, TableContent):
        content = with_windows(content, inside, findings)
    return GraphNode(wire.id, wire.name, wire.type, content, place)


def _check_content(content: NodeContent, place: Place, findings: Findings) -> None:
    if isinstance(content, EndContent):
        if content.schema and content.schema.strip():
            findings.add(
                place.inner(".schema"), "Schemas are not allowed.", "Leave it out: facts are checked already."
            )
        return
    if content_policy(content) == "collect":
        findings.add(
            place.inner(".hitPolicy"),
            "The hit policy collect is not allowed.",
            "Use first; collect notes in `notes[]`.",
        )
    if isinstance(content, _Transform):
        _check_transform(content, place, findings)
    if isinstance(content, TableContent):
        for what, count, most in (
            ("rows", len(content.rules), ROWS_MAX),
            ("columns", len(content.inputs) + len(content.outputs), COLUMNS_MAX),
        ):
            if count > most:
                findings.add(place, f"It has {count} {what}, more than {most}.", "Split the table.")


def with_windows(table: TableContent, place: Place, findings: Findings) -> TableContent:
    """Read `_from` and `_until` of rows as one more input column, on the moment of the decision (`rules.windows`)."""
    if not any(row.get(FROM) or row.get(UNTIL) for row in table.rules):
        return table
    rows = []
    for index, row in enumerate(table.rules):
        inside = place.inner(f".rules[{index}]", f", row {index + 1}")
        try:
            start, end = window_of(row)
        except NoMoment as error:
            name = FROM if str(error) == (row.get(FROM) or "").strip() else UNTIL
            findings.add(
                inside.inner(f".{name}", f', column "{name}"'),
                f"{str(error)[:40]!r} is no moment.",
                "Write a date, as 2026-12-31, or a moment with its time zone, as 2026-12-31T18:30:00+05:30.",
            )
            continue
        if start is not None and end is not None and end <= start:
            findings.add(
                inside.inner(f".{UNTIL}"),
                "It ends before it begins.",
                "Give it a later end, or an earlier beginning.",
            )
        rows.append({**row, WINDOW: cell_of(start, end)})
    column = Column(id=WINDOW, name=f"{FROM} and {UNTIL}", field=FIELD)
    return msgspec.structs.replace(table, inputs=[*table.inputs, column], rules=rows)


def content_policy(content: NodeContent) -> str:
    return content.hit_policy if isinstance(content, TableContent | SwitchContent) else "first"


def _check_transform(content: _Transform, place: Place, findings: Findings) -> None:
    if content.execution_mode == "loop":
        findings.add(
            place.inner(".executionMode"), "Loops are not allowed: their cost has no bound.", "Use single."
        )
    if content.input_field and content.input_field.strip():
        findings.add(place.inner(".inputField"), "An input field is not allowed.", "Name facts in full.")
    if content.output_path and content.output_path.strip():
        findings.add(place.inner(".outputPath"), "An output path is not allowed.", "Name results in full.")


def _check_ids(nodes: list[GraphNode], edges: list[Edge], findings: Findings) -> None:
    seen: set[str] = set()
    for node in nodes:
        if not _ID.fullmatch(node.id):
            findings.add(
                node.place.inner(".id"),
                "Its id is not of letters, digits, -, _, : and . alone (64).",
                "Give it another id.",
            )
        if node.id in seen:
            findings.add(
                node.place.inner(".id"), "Its id is another node's too.", "Give each node its own id."
            )
        seen.add(node.id)
    for index, edge in enumerate(edges):
        for end, target in (("sourceId", edge.source_id), ("targetId", edge.target_id)):
            if target not in seen:
                place = Place(f"graph.edges[{index}].{end}", f"Edge {index + 1}")
                findings.add(place, f"There is no node {target[:64]!r}.", "Connect nodes of this graph.")


def _convert(value: object, form: type[Content], place: Place, findings: Findings) -> Content | None:
    try:
        return msgspec.convert(value, form)
    except msgspec.ValidationError as error:
        reason, _, path = str(error).partition(" - at `$")
        fix = "Leave it out, if a decision does not need it." if "unknown field" in reason else "Correct it."
        cell = _NO_TEXT.fullmatch(path.rstrip("`"))
        if cell is None:
            findings.add(place.inner(path.rstrip("`")), f"{reason}.", fix)
        else:
            _refuse_cells(value, int(cell["row"]), place, findings)
        return None


def _refuse_cells(table: object, index: int, place: Place, findings: Findings) -> None:
    """Name the cells of a row that hold no text, as the error does not."""
    row = msgspec.convert(table, _WireRows).rules[index]
    for key, value in row.items():
        if value is not None and not isinstance(value, str):
            inside = place.inner(f".rules[{index}].{key}", f', row {index + 1}, cell "{key[:64]}"')
            written = msgspec.json.encode(msgspec.json.encode(value).decode()).decode()
            findings.add(inside, "A cell holds a text.", f"Write it in quotes, as {written[:80]}.")


def rebuild(graph: Graph, contents: Mapping[str, NodeContent] | None = None) -> bytes:
    """Write the graph as the engine reads it: JSON of what was understood, with some contents replaced."""
    nodes = [
        {
            "id": node.id,
            "name": node.name,
            "type": node.kind,
            "content": (contents or {}).get(node.id, node.content),
        }
        for node in graph.nodes.values()
    ]
    return msgspec.json.encode({"nodes": nodes, "edges": list(graph.edges)})


def texts_of(content: NodeContent) -> Iterator[str]:
    """The cells, expressions and conditions of a node, empty ones left out."""
    match content:
        case TableContent(inputs=inputs, rules=rows):
            yield from (column.field for column in inputs if column.field and column.field.strip())
            for row in rows:
                yield from (
                    text for key, text in row.items() if text and text.strip() and not key.startswith("_")
                )
        case ExpressionContent(expressions=expressions):
            yield from (item.value for item in expressions)
        case SwitchContent(statements=statements):
            yield from (statement.condition for statement in statements if statement.condition.strip())
        case _:
            return
