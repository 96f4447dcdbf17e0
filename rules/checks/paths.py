"""The shape of a graph: one way in, one way out, no cycle; and each way through its switches.

A switch takes the first statement that holds. The engine then removes the edges of the others and what only they led to,
so which nodes run is a matter of the statements taken: a scenario.
"""

import graphlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TypeAlias

import msgspec

from rules.document import INPUT, OUTPUT, SWITCH, Edge, Graph, GraphNode, SwitchContent
from rules.findings import Findings, Place
from rules.limits import SCENARIOS_MAX

_CYCLE_SHOWN_MAX = 8

Taken: TypeAlias = Mapping[str, str | None]
"""The statement that each switch takes."""


class Scenario(msgspec.Struct, frozen=True):
    """One way through the graph.

    words: what the switches take, for people. sources: for each node that runs, in an order that the engine may
        follow, the nodes whose results it gets.
    """

    words: str
    sources: dict[str, tuple[str, ...]]


def scenarios(graph: Graph, findings: Findings) -> list[Scenario]:
    """Check the shape and list every scenario that reaches the output."""
    order = _order(graph, findings)
    _check_ends(graph, findings)
    for node in graph.nodes.values():
        if isinstance(node.content, SwitchContent):
            _check_switch(node, node.content, graph, findings)
    if findings:
        return []
    found: list[Scenario] = []
    for taken in _choices(graph, order):
        if len(found) == SCENARIOS_MAX:
            findings.add(
                Place("graph", "The graph"),
                f"Its switches give more than {SCENARIOS_MAX} paths.",
                "Use tables.",
            )
            break
        found.append(_scenario(graph, order, taken))
    return found


def _order(graph: Graph, findings: Findings) -> list[str]:
    sorter = graphlib.TopologicalSorter[str](dict.fromkeys(graph.nodes, ()))
    for edge in graph.edges:
        sorter.add(edge.target_id, edge.source_id)
    try:
        return list(sorter.static_order())
    except graphlib.CycleError as error:
        around = [graph.nodes[node_id] for node_id in reversed(error.args[1])]
        named = " → ".join(f'"{node.name[:64]}"' for node in around[:_CYCLE_SHOWN_MAX])
        more = " → …" if len(around) > _CYCLE_SHOWN_MAX else ""
        findings.add(
            around[0].place,
            f"It is part of a cycle, {named}{more}: the graph would never end.",
            "Remove an edge of the cycle.",
        )
        return []


def _check_ends(graph: Graph, findings: Findings) -> None:
    for kind, word in ((INPUT, "input"), (OUTPUT, "output")):
        count = sum(node.kind == kind for node in graph.nodes.values())
        if count != 1:
            findings.add(
                Place("graph.nodes", "The graph"), f"It has {count} {word} nodes.", f"Use one {word} node."
            )
    if findings:
        return
    start = next(node.id for node in graph.nodes.values() if node.kind == INPUT)
    end = next(node.id for node in graph.nodes.values() if node.kind == OUTPUT)
    fed = _reached(start, [(edge.source_id, edge.target_id) for edge in graph.edges])
    used = _reached(end, [(edge.target_id, edge.source_id) for edge in graph.edges])
    for node in graph.nodes.values():
        if node.id not in fed:
            findings.add(node.place, "Nothing leads to it from the input.", "Connect it, or remove it.")
        elif node.id not in used:
            findings.add(node.place, "It does not lead to the output.", "Connect it, or remove it.")


def _check_switch(node: GraphNode, content: SwitchContent, graph: Graph, findings: Findings) -> None:
    ids = [statement.id for statement in content.statements]
    if not ids or len(set(ids)) != len(ids):
        findings.add(node.place, "Its statements need ids of their own.", "Give each statement its own id.")
    for index, statement in enumerate(content.statements[:-1]):
        if not statement.condition.strip():
            place = node.place.inner(f".content.statements[{index}]", f", statement {index + 1}")
            findings.add(place, "It always holds: what follows is never taken.", "Move it to the end.")
    for index, edge in enumerate(graph.edges):
        if edge.source_id == node.id and edge.source_handle not in ids:
            place = Place(f"graph.edges[{index}].sourceHandle", f"{node.place.words}, edge {index + 1}")
            findings.add(place, "It belongs to no statement of the switch.", "Draw it from a statement.")


def _choices(graph: Graph, order: list[str]) -> Iterator[Taken]:
    """Each combination of statements that the switches can take; None where none of a switch's statements holds."""
    switches = [node_id for node_id in order if graph.nodes[node_id].kind == SWITCH]

    def walk(left: list[str], taken: Taken) -> Iterator[Taken]:
        if not left:
            yield taken
            return
        switch, rest = left[0], left[1:]
        if switch not in _fed(graph, taken):
            yield from walk(rest, taken)
            return
        for statement in _statements(graph.nodes[switch]):
            yield from walk(rest, {**taken, switch: statement})

    yield from walk(switches, {})


def _statements(node: GraphNode) -> Iterator[str | None]:
    """What a switch can take: one of its statements, or none of them when the last is a condition too."""
    if isinstance(node.content, SwitchContent):
        yield from (statement.id for statement in node.content.statements)
        if node.content.statements[-1].condition.strip():
            yield None


def _scenario(graph: Graph, order: list[str], taken: Taken) -> Scenario:
    edges = [edge for edge in graph.edges if _stays(edge, taken)]
    end = next(node.id for node in graph.nodes.values() if node.kind == OUTPUT)
    used = _reached(end, [(edge.target_id, edge.source_id) for edge in edges])
    running = _fed(graph, taken) & used
    sources = {
        node: tuple(
            dict.fromkeys(
                edge.source_id for edge in edges if edge.target_id == node and edge.source_id in running
            )
        )
        for node in order
        if node in running
    }
    return Scenario(_in_words(graph, taken), sources)


def _in_words(graph: Graph, taken: Taken) -> str:
    parts = []
    for switch, statement in taken.items():
        ids = list(_statements(graph.nodes[switch]))
        which = "no statement" if statement is None else f"statement {ids.index(statement) + 1}"
        parts.append(f'"{graph.nodes[switch].name[:64]}" takes {which}')
    return f", when {' and '.join(parts)}" if parts else ""


def _fed(graph: Graph, taken: Taken) -> set[str]:
    """Nodes that the input leads to, with the switches set so far."""
    start = next(node.id for node in graph.nodes.values() if node.kind == INPUT)
    return _reached(start, [(edge.source_id, edge.target_id) for edge in graph.edges if _stays(edge, taken)])


def _stays(edge: Edge, taken: Taken) -> bool:
    return edge.source_id not in taken or edge.source_handle == taken[edge.source_id]


def _reached(start: str, steps: list[tuple[str, str]]) -> set[str]:
    onward = defaultdict(list)
    for source, target in steps:
        onward[source].append(target)
    seen, waiting = {start}, [start]
    while waiting:
        for node in onward[waiting.pop()]:
            if node not in seen:
                seen.add(node)
                waiting.append(node)
    return seen
