"""What each node sees and gives, on each path: no unknown name, no value written twice, and always an outcome."""

import datetime as dt
from collections.abc import Mapping

import msgspec

from rules.checks.cells import Writer, check_expressions, check_switch, check_table
from rules.checks.paths import Scenario, scenarios
from rules.checks.results import NOTES, OUTCOME, fault
from rules.checks.rows import check_rows
from rules.document import ExpressionContent, Graph, GraphNode, SwitchContent, TableContent, texts_of
from rules.facts import FactSchema
from rules.findings import Finding, Findings, Place
from rules.language.kinds import Known
from rules.language.meaning import Scope
from rules.limits import EXPRESSIONS_MAX


class Checked(msgspec.Struct, frozen=True):
    """What is proved of a graph. outcomes: all that it can give. facts: all that it reads, by full name. findings: worth knowing."""

    outcomes: tuple[str, ...]
    facts: tuple[str, ...]
    findings: tuple[Finding, ...] = ()


class _Value(msgspec.Struct, frozen=True):
    known: Known
    writer: str


Values = Mapping[str, _Value]


def check(graph: Graph, schema: FactSchema, at: dt.datetime | None = None) -> Checked:
    """Prove that a graph ends, reads only what is there, and gives an outcome on every path.

    at: when, to say which rows have expired; None not to say it.

    Raises: RulesetRefused, naming nodes, rows and cells.
    """
    findings = Findings()
    texts = sum(1 for node in graph.nodes.values() for _ in texts_of(node.content))
    if texts > EXPRESSIONS_MAX:
        reason = f"It has {texts} cells and expressions, more than {EXPRESSIONS_MAX}."
        findings.add(Place("graph", "The graph"), reason, "Make it smaller, or split the use case.")
        findings.refuse()
    paths = scenarios(graph, findings)
    findings.refuse()
    flow = _Flow(graph, schema, findings, at)
    outcomes: set[str] = set()
    for path in paths:
        outcomes |= flow.follow(path)
    findings.refuse()
    facts = tuple(sorted(name for name in flow.read if name in schema))
    return Checked(tuple(sorted(outcomes)), facts, findings.noticed)


class _Flow:
    def __init__(self, graph: Graph, schema: FactSchema, findings: Findings, at: dt.datetime | None) -> None:
        self._graph = graph
        self._schema = schema
        self._at = at
        self._facts = {name: _Value(fact.known(), "") for name, fact in schema.items()}
        self._findings = findings
        self._writer = Writer(findings, reserved=frozenset(name.partition(".")[0] for name in schema))
        self._given: dict[tuple[str, frozenset[tuple[str, Known]]], dict[str, Known]] = {}

    @property
    def read(self) -> set[str]:
        return self._writer.read

    def follow(self, path: Scenario) -> set[str]:
        """Check one path. Returns: the outcomes that it can give."""
        given: dict[str, Values] = {}
        end = Place("graph", "The graph")
        last: Values = {}
        for node_id, sources in path.sources.items():
            node = self._graph.nodes[node_id]
            last = self._merged(node, [given[source] for source in sources], path) if sources else self._facts
            given[node_id] = self._run(node, last)
        if not path.sources:
            self._findings.add(
                end, f"It gives no outcome{path.words}.", "Add a last statement without a condition."
            )
            return set()
        return self._outcomes(last, path)

    def _merged(self, node: GraphNode, sources: list[Values], path: Scenario) -> Values:
        merged: dict[str, _Value] = {}
        for source in sources:
            for name, value in source.items():
                other = merged.setdefault(name, value)
                if other.writer != value.writer:
                    first, second = (
                        self._graph.nodes[writer].name for writer in (other.writer, value.writer)
                    )
                    self._findings.add(
                        node.place,
                        f'`{name}` comes from both "{first}" and "{second}"{path.words}: which one counts is not said.',
                        "Write it in one of them, or put one after the other.",
                    )
        return merged

    def _run(self, node: GraphNode, seen: Values) -> Values:
        scope = {name: value.known for name, value in seen.items()}
        given = {name: _Value(known, node.id) for name, known in self._result(node, scope).items()}
        content = node.content
        if isinstance(content, TableContent | ExpressionContent) and not content.pass_through:
            return given
        return {**seen, **given}

    def _result(self, node: GraphNode, scope: Scope) -> dict[str, Known]:
        """What a node gives, found once for each scope that it is seen with."""
        key = (node.id, frozenset(scope.items()))
        if key not in self._given:
            self._given[key] = self._infer(node, scope)
        return self._given[key]

    def _infer(self, node: GraphNode, scope: Scope) -> dict[str, Known]:
        match node.content:
            case TableContent() as table:
                complete = check_rows(node.place, table, scope, self._schema, self._findings, self._at)
                return check_table(node.place, table, scope, self._writer, complete=complete)
            case ExpressionContent() as content:
                return check_expressions(node.place, content, scope, self._writer)
            case SwitchContent() as switch:
                check_switch(node.place, switch, scope, self._writer)
                return {}
            case _:
                return {}

    def _outcomes(self, last: Values, path: Scenario) -> set[str]:
        end = Place("graph", "The graph")
        value = last.get(OUTCOME)
        if value is None or not value.writer:
            if self._findings and any(self._writes(node_id) for node_id in path.sources):
                return set()  # the cell that should have given it is refused already
            self._findings.add(
                end, f"It gives no `{OUTCOME}`{path.words}.", f"Write `{OUTCOME}` on every path."
            )
            return set()
        place, known = self._graph.nodes[value.writer].place, value.known
        if known.missing:
            fix = "Add a last row whose input cells are all empty, with an outcome."
            self._findings.add(
                place, f"The outcome is missing when no row hits or its cell is empty{path.words}.", fix
            )
        wrong = fault(OUTCOME, known)
        if wrong is not None:
            self._findings.add(place, *wrong)
            return set()
        notes = last.get(NOTES)
        wrong = None if notes is None else fault(NOTES, notes.known)
        if notes is not None and wrong is not None:
            self._findings.add(self._graph.nodes[notes.writer].place, *wrong)
        return set(known.texts or ())

    def _writes(self, node_id: str) -> bool:
        """Whether a node has a place for the outcome."""
        match self._graph.nodes[node_id].content:
            case TableContent(outputs=outputs):
                return any(column.field == OUTCOME for column in outputs)
            case ExpressionContent(expressions=items):
                return any(item.key == OUTCOME for item in items)
            case _:
                return False
