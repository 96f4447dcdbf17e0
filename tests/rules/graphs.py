"""Small rulesets for tests, written as the editor writes them."""

import itertools
from collections.abc import Mapping, Sequence

Json = dict[str, object]


def table(
    rows: Sequence[Mapping[str, str]],
    *,
    inputs: Mapping[str, str | None],
    outputs: Mapping[str, str],
    name: str = "Table",
    pass_through: bool = True,
    **content: object,
) -> Json:
    """A decision table; inputs and outputs are column id → field."""
    return {
        "id": name.lower(),
        "name": name,
        "type": "decisionTableNode",
        "position": {"x": 0, "y": 0},
        "content": {
            "hitPolicy": "first",
            "inputs": [{"id": column, "name": column, "field": field} for column, field in inputs.items()],
            "outputs": [{"id": column, "name": column, "field": field} for column, field in outputs.items()],
            "rules": [{"_id": f"row_{index}", **row} for index, row in enumerate(rows)],
            "passThrough": pass_through,
            **content,
        },
    }


def expressions(name: str, values: Mapping[str, str], *, pass_through: bool = True) -> Json:
    items = [{"id": key, "key": key, "value": value} for key, value in values.items()]
    content = {"expressions": items, "passThrough": pass_through}
    return {"id": name.lower(), "name": name, "type": "expressionNode", "content": content}


def switch(name: str, **statements: str) -> Json:
    items = [{"id": key, "condition": condition} for key, condition in statements.items()]
    content = {"hitPolicy": "first", "statements": items}
    return {"id": name.lower(), "name": name, "type": "switchNode", "content": content}


def graph(*nodes: Json, edges: Sequence[str] | None = None) -> Json:
    """A graph of nodes in a row, or with `edges` written `from>to` or `switch:statement>to`."""
    ids = ["in", *(str(node["id"]) for node in nodes), "out"]
    drawn = edges if edges is not None else [f"{left}>{right}" for left, right in itertools.pairwise(ids)]
    return {
        "nodes": [
            {"id": "in", "name": "Facts", "type": "inputNode"},
            *nodes,
            {"id": "out", "name": "Outcome", "type": "outputNode"},
        ],
        "edges": [_edge(index, text) for index, text in enumerate(drawn)],
    }


def _edge(index: int, text: str) -> Json:
    source, _, target = text.partition(">")
    source, _, handle = source.partition(":")
    edge: Json = {"id": f"edge_{index}", "sourceId": source, "targetId": target, "type": "edge"}
    return {**edge, "sourceHandle": handle} if handle else edge


def thresholds(*, decline: str = ">= 0.9", review: str = ">= 0.5") -> Json:
    """The usual ruleset: decline, review, approve by probability."""
    rows = [
        {"p": decline, "o": "'decline'", "n": "'high'"},
        {"p": review, "o": "'review'"},
        {"o": "'approve'"},
    ]
    return graph(
        table(rows, inputs={"p": "probability"}, outputs={"o": "outcome", "n": "notes"}, name="Thresholds")
    )


def computing(expression: str, **more: str) -> Json:
    """A ruleset whose first node computes `x` and more, and whose outcome is always approve."""
    return graph(
        expressions("Compute", {"x": expression, **more}), expressions("End", {"outcome": "'approve'"})
    )
