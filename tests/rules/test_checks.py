"""What is proved of a graph: it ends, it is bounded, it reads what is there, and it answers on every path."""

from collections.abc import Callable, Mapping

import pytest

from rules.checks.flow import Checked, check
from rules.document import read
from rules.errors import RulesetRefused
from rules.facts import schema_of
from rules.limits import COLUMNS_MAX, EXPRESSIONS_MAX, NODES_MAX, ROWS_MAX, TEXT_MAX
from tests.rules.graphs import Json, computing, expressions, graph, switch, table, thresholds

SCHEMA = schema_of(features=("velocity",))


def checked(document: Json) -> Checked:
    return check(read(document), SCHEMA)


def refusals(document: Json) -> list[tuple[str, str]]:
    with pytest.raises(RulesetRefused) as refused:
        checked(document)
    assert all(field.fix for field in refused.value.fields)
    return [(field.field, field.reason) for field in refused.value.fields]


def test_the_usual_ruleset_is_proved() -> None:
    """What a ruleset can give and what it reads are found without running it."""
    assert checked(thresholds()) == Checked(("approve", "decline", "review"), ("probability",))


def test_a_finding_names_node_row_and_cell() -> None:
    """An author is told the place as a path and in words."""
    document = graph(
        table(
            [{"p": "> 0.5", "o": "'a'"}, {"p": "> 'x'", "o": "'b'"}, {"o": "'c'"}],
            inputs={"p": "probability"},
            outputs={"o": "outcome"},
            name="Velocity",
        )
    )
    ((path, reason),) = refusals(document)
    assert path == "graph.nodes[1].content.rules[1].p"
    assert reason.startswith('Node "Velocity", row 2, column "p": ')


NODES: Mapping[str, Json] = {
    "functionNode": {"source": "while (true) {}"},
    "customNode": {"kind": "http", "config": {}},
    "decisionNode": {"key": "other"},
    "httpNode": {},
    "policyNode": {},
}


@pytest.mark.parametrize(("kind", "content"), NODES.items())
def test_unbounded_nodes_are_refused(kind: str, content: Json) -> None:
    """Scripts, HTTP, custom nodes, sub-decisions and whatever comes next cannot be part of a ruleset."""
    node: Json = {"id": "f", "name": "Script", "type": kind, "content": content}
    ((path, reason),) = refusals(graph(node))
    assert path == "graph.nodes[1]"
    assert 'Node "Script"' in reason


def end(outcome: str = "'approve'") -> Json:
    return expressions("End", {"outcome": outcome})


GRAPHS: Mapping[str, tuple[Callable[[], Json], str]] = {
    "a cycle": (
        lambda: graph(expressions("A", {"x": "1"}), end(), edges=["in>a", "a>end", "end>a", "end>out"]),
        "cycle",
    ),
    "no way to a node": (
        lambda: graph(end(), expressions("B", {"y": "1"}), edges=["in>end", "end>out"]),
        "Nothing leads",
    ),
    "a dead end": (
        lambda: graph(end(), expressions("B", {"y": "1"}), edges=["in>end", "in>b", "end>out"]),
        "does not lead to the output",
    ),
    "two writers": (
        lambda: graph(
            end(), expressions("B", {"outcome": "'review'"}), edges=["in>end", "in>b", "end>out", "b>out"]
        ),
        'both "End" and "B"',
    ),
    "no outcome": (lambda: graph(expressions("A", {"x": "1"})), "gives no `outcome`"),
    "no last row": (
        lambda: graph(
            table([{"p": "> 1", "o": "'a'"}], inputs={"p": "probability"}, outputs={"o": "outcome"})
        ),
        "outcome is missing",
    ),
    "an empty outcome": (
        lambda: graph(
            table(
                [{"p": "> 1", "o": "'a'"}, {"o": ""}], inputs={"p": "probability"}, outputs={"o": "outcome"}
            )
        ),
        "outcome is missing",
    ),
    "an outcome that may be null": (lambda: graph(end("probability > 1 ? 'a' : 'b'")), "may be missing"),
    "an outcome of any text": (lambda: graph(end("use_case")), "fixed words"),
    "an outcome that is no word": (lambda: graph(end("'Approve it!'")), "is not a word"),
    "an outcome that is a number": (lambda: graph(end("1")), "fixed words"),
    "a switch without a last statement": (
        lambda: graph(switch("W", s1="probability > 0.5"), end(), edges=["in>w", "w:s1>end", "end>out"]),
        'when "W" takes no statement',
    ),
    "a branch without an outcome": (
        lambda: graph(
            switch("W", s1="probability > 0.5", s2=""),
            end(),
            expressions("B", {"x": "1"}),
            edges=["in>w", "w:s1>end", "w:s2>b", "end>out", "b>out"],
        ),
        'when "W" takes statement 2',
    ),
    "a statement that hides others": (
        lambda: graph(
            switch("W", s1="", s2="probability > 1"), end(), edges=["in>w", "w:s1>end", "w:s2>end", "end>out"]
        ),
        "never taken",
    ),
    "an edge of no statement": (
        lambda: graph(switch("W", s1=""), end(), edges=["in>w", "w:zz>end", "w:s1>end", "end>out"]),
        "no statement",
    ),
    "a row behind one that always hits": (
        lambda: graph(
            table(
                [{"o": "'a'"}, {"p": "> 1", "o": "'b'"}],
                inputs={"p": "probability"},
                outputs={"o": "outcome"},
            )
        ),
        "never reached",
    ),
    "a fact that is overwritten": (lambda: graph(expressions("A", {"score": "1"}), end()), "is a fact"),
    "a result with dots": (lambda: graph(expressions("A", {"a.b": "1"}), end()), "not a name"),
    "a result that is hidden": (
        lambda: graph(
            expressions("A", {"x": "1"}),
            expressions("B", {"y": "2"}, pass_through=False),
            end("x > 0 ? 'a' : 'b'"),
        ),
        "`x` is not a fact",
    ),
    "an unknown fact": (lambda: computing("features.velocty ?? 0"), "`features.velocty` is not a fact"),
    "a missing value that would stop it": (lambda: computing("features.velocity * 2"), "may be missing"),
    "the hit policy collect": (
        lambda: graph(table([{"o": "'a'"}], inputs={}, outputs={"o": "outcome"}, hitPolicy="collect")),
        "collect is not allowed",
    ),
    "a loop": (
        lambda: graph(table([{"o": "'a'"}], inputs={}, outputs={"o": "outcome"}, executionMode="loop")),
        "Loops are not allowed",
    ),
    "an input field": (
        lambda: graph(table([{"o": "'a'"}], inputs={}, outputs={"o": "outcome"}, inputField="transaction")),
        "input field",
    ),
    "an output path": (
        lambda: graph(table([{"o": "'a'"}], inputs={}, outputs={"o": "outcome"}, outputPath="x")),
        "output path",
    ),
    "a cell of no column": (
        lambda: graph(table([{"o": "'a'", "zz": "1"}], inputs={}, outputs={"o": "outcome"})),
        "no column",
    ),
    "what is not understood": (
        lambda: graph(table([{"o": "'a'"}], inputs={}, outputs={"o": "outcome"}, sandbox="off")),
        "unknown field",
    ),
    "notes that are numbers": (
        lambda: graph(expressions("End", {"outcome": "'a'", "notes": "1"})),
        "must be texts",
    ),
    "a condition that is no condition": (
        lambda: graph(
            switch("W", s1="points", s2=""), end(), edges=["in>w", "w:s1>end", "w:s2>end", "end>out"]
        ),
        "not true or false",
    ),
}


@pytest.mark.parametrize("name", GRAPHS)
def test_graphs_that_cannot_decide_are_refused(name: str) -> None:
    """Each way in which a graph would not end, not be deterministic or not answer has a sentence of its own."""
    make, words = GRAPHS[name]
    found = refusals(make())
    assert any(words in reason for _, reason in found), found


def test_shapes_that_are_not_graphs() -> None:
    """What is no JDM at all is refused, not half-read."""
    shapes: tuple[Json, ...] = ({}, {"nodes": [], "edges": []}, {"nodes": [{"id": 1}], "edges": []})
    for document in shapes:
        with pytest.raises(RulesetRefused):
            check(read(document), SCHEMA)
    with pytest.raises(RulesetRefused, match="refused"):
        read({**thresholds(), "settings": {"validation": {}}})


def test_a_tower_of_brackets_is_refused_in_words() -> None:
    """What people keep beside a node (a position, a note) is never read, but may not be bottomless."""
    tower: list[object] = []
    for _ in range(5_000):
        tower = [tower]
    document = thresholds()
    nodes = document["nodes"]
    assert isinstance(nodes, list)
    nodes[1]["position"] = tower
    assert [reason for _, reason in refusals(document)] == ["The graph: It is nested too deeply."]


def test_size_is_bounded() -> None:
    """Too many nodes, rows, columns, cells or characters are refused before anything is evaluated."""
    many = graph(*(expressions(f"N{index}", {f"x{index}": "1"}) for index in range(NODES_MAX)), end())
    rows = [{"p": f"> {index}", "o": "'a'"} for index in range(ROWS_MAX + 1)]
    tall = graph(table(rows, inputs={"p": "probability"}, outputs={"o": "outcome"}))
    columns = dict.fromkeys((f"c{index}" for index in range(COLUMNS_MAX)), "probability")
    wide = graph(table([{"o": "'a'"}], inputs=columns, outputs={"o": "outcome"}))
    cells = [
        dict.fromkeys((f"c{index}" for index in range(20)), "> 1") for _ in range(EXPRESSIONS_MAX // 20 + 1)
    ]
    full = graph(
        table([*cells, {"o": "'a'"}], inputs=dict(list(columns.items())[:20]), outputs={"o": "outcome"})
    )
    long = computing("1" + " " * TEXT_MAX)
    for document, words in (
        (many, "nodes"),
        (tall, "rows"),
        (wide, "columns"),
        (full, "cells"),
        (long, "characters"),
    ):
        assert any(words in reason for _, reason in refusals(document))


def test_paths_are_bounded() -> None:
    """Switches after switches multiply the paths; beyond what can be checked, the graph is refused."""
    nodes: list[Json] = []
    edges = ["in>w0"]
    for index in range(9):
        nodes.append(switch(f"W{index}", a="probability > 0.5", b=""))
        nodes.append(expressions(f"L{index}", {f"l{index}": "1"}))
        nodes.append(expressions(f"R{index}", {f"r{index}": "1"}))
        after = f"w{index + 1}" if index < 8 else "end"
        edges += [f"w{index}:a>l{index}", f"w{index}:b>r{index}", f"l{index}>{after}", f"r{index}>{after}"]
    found = refusals(graph(*nodes, end(), edges=[*edges, "end>out"]))
    assert any("paths" in reason for _, reason in found)


def test_results_flow_through_branches() -> None:
    """What both branches give is there afterwards; what a branch gives is there on its path alone."""
    document = graph(
        switch("Size", big="transaction.amount_minor > 1000", rest=""),
        expressions("Strict", {"limit": "0.2"}),
        expressions("Usual", {"limit": "0.6"}),
        table(
            [{"p": "> limit", "o": "'review'"}, {"o": "'approve'"}],
            inputs={"p": "probability"},
            outputs={"o": "outcome"},
            name="Decide",
        ),
        edges=[
            "in>size",
            "size:big>strict",
            "size:rest>usual",
            "strict>decide",
            "usual>decide",
            "decide>out",
        ],
    )
    assert checked(document).facts == ("probability", "transaction.amount_minor")


def test_a_later_table_may_leave_the_outcome_of_an_earlier_one() -> None:
    """A node before gives the outcome, a table after changes it in some rows only: never missing."""
    document = graph(
        end("'approve'"),
        table([{"v": "> 10", "o": "'review'"}], inputs={"v": "features.velocity"}, outputs={"o": "outcome"}),
    )
    assert checked(document).outcomes == ("approve", "review")


def test_notes_are_collected_from_rows_behind_the_first_hit() -> None:
    """A column `notes[]` takes from every row that hits, so rows behind one that always hits are of use."""
    document = graph(
        table(
            [{"o": "'a'", "n": "'always'"}, {"p": "> 0.5", "n": "'high'"}],
            inputs={"p": "probability"},
            outputs={"o": "outcome", "n": "notes[]"},
        )
    )
    assert checked(document).outcomes == ("a",)


def test_all_findings_come_at_once() -> None:
    """An author sees every wrong cell of a table, not the first."""
    rows = [{"p": "> 'a'", "o": "1 +"}, {"p": "rand(1)", "o": "'b'"}, {"o": "d()"}]
    document = graph(table(rows, inputs={"p": "probability"}, outputs={"o": "outcome"}))
    assert len(refusals(document)) == 4
