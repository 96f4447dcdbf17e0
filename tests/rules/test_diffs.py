"""What one version changes against another: nothing that decides goes untold, and nothing else is told."""

import copy
from typing import cast

from hypothesis import given
from hypothesis import strategies as st

from rules import shipped
from rules.diffs import NodeChange, PartChange, RulesetDiff, compared
from rules.entities import RulesetVersion, VersionState
from rules.evaluation import digest_of
from tests.rules.graphs import Json, expressions, graph, switch, table

ROWS = [{"p": ">= 0.9", "o": "'decline'"}, {"p": ">= 0.5", "o": "'review'"}, {"p": "", "o": "'approve'"}]


def version(made: Json, fallback: str = "review") -> RulesetVersion:
    return RulesetVersion(
        id=None, use_case="churn-score", number=1, digest=digest_of(made, fallback), fallback=fallback, outcomes=(),
        facts=(), cost_us=1, author="system", reason="a test", created_at=None, graph=made, author_member=None,
        state=VersionState.CHECKED, approvals=(),
    )  # fmt: skip


def of(*nodes: Json) -> Json:
    return graph(*nodes)


def ruled(rows: list[dict[str, str]], *, ids: str | None = "abcdefgh", **inputs: str) -> Json:
    """A table of these rows, with ids that travel with them, or none."""
    made = table(rows, inputs={"p": "probability", **inputs}, outputs={"o": "outcome"})
    content = cast("dict[str, list[dict[str, str]]]", made["content"])
    for row, text in zip(content["rules"], rows, strict=True):
        if ids is None:
            del row["_id"]
        else:
            row["_id"] = ids[ROWS.index(text)] if text in ROWS else "z" + "".join(text.values())
    return of(made)


def change(diff: RulesetDiff) -> tuple[PartChange, ...]:
    (node,) = diff.nodes
    return node.changes


def told(part: PartChange) -> tuple[str, str, int | None, str | None, str | None, str | None]:
    return (part.part, part.what, part.row, part.name, part.before, part.after)


def test_the_same_is_the_same() -> None:
    """A version compared with itself changes nothing."""
    diff = compared(version(ruled(ROWS)), version(copy.deepcopy(ruled(ROWS))))
    assert (diff.same, diff.nodes, diff.edges) == (True, (), ())


def test_a_cell_is_named_by_row_and_column() -> None:
    """One threshold changed is one cell, with both texts; the fallback stands beside it."""
    after = copy.deepcopy(ruled(ROWS))
    cast("list[Json]", after["nodes"])[1]["content"]["rules"][0]["p"] = ">= 0.8"  # type: ignore[index]
    diff = compared(version(ruled(ROWS)), version(after, "decline"))
    assert [told(each) for each in change(diff)] == [("cell", "changed", 1, "p", ">= 0.9", ">= 0.8")]
    assert (diff.fallback_before, diff.fallback_after, diff.same) == ("review", "decline", False)


def test_rows_come_go_and_move() -> None:
    """A row that only moved is told as moved, by the fewest that must; one put in between moves nobody."""
    new = {"p": ">= 0.7", "o": "'review'"}
    put = compared(version(ruled(ROWS)), version(ruled([ROWS[0], new, *ROWS[1:]])))
    assert [told(each) for each in change(put)] == [("row", "added", 2, None, None, "p: >= 0.7; o: 'review'")]
    gone = compared(version(ruled(ROWS)), version(ruled(ROWS[1:])))
    assert [told(each)[:3] for each in change(gone)] == [("row", "removed", 1)]
    moved = compared(version(ruled(ROWS)), version(ruled([ROWS[2], ROWS[0], ROWS[1]])))
    assert [told(each)[:3] for each in change(moved)] == [("row", "moved", 1)]


def test_rows_without_ids_are_told_apart_by_their_cells() -> None:
    """A file of another hand has no ids: what is equal is the same row, and one put in front moves nobody."""
    new = {"p": ">= 0.95", "o": "'decline'"}
    put = compared(version(ruled(ROWS, ids=None)), version(ruled([new, *ROWS], ids=None)))
    assert [told(each)[:3] for each in change(put)] == [("row", "added", 1)]
    changed = [ROWS[0], {"p": ">= 0.4", "o": "'review'"}, ROWS[2]]
    cell = compared(version(ruled(ROWS, ids=None)), version(ruled(changed, ids=None)))
    assert [told(each) for each in change(cell)] == [("cell", "changed", 2, "p", ">= 0.5", ">= 0.4")]


def test_nodes_ways_and_settings() -> None:
    """Nodes that come and go, the ways between them, expressions, statements, columns and settings of a node."""
    first = graph(expressions("Values", {"outcome": "'approve'", "risk": "1"}))
    second = graph(
        expressions("Values", {"risk": "2", "outcome": "'approve'"}, pass_through=False),
        switch("Which", big="risk > 1"),
        edges=["in>values", "values>which", "which:big>out"],
    )
    diff = compared(version(first), version(second))
    by_name: dict[str, NodeChange] = {node.name: node for node in diff.nodes}
    assert by_name["Which"].what == "added"
    parts = [told(each) for each in by_name["Values"].changes]
    assert ("passThrough", "changed", None, None, "true", "false") in parts
    assert ("expression", "changed", None, "risk", "1", "2") in parts
    assert [part[:2] for part in parts].count(("expression", "moved")) == 1
    ways = sorted((edge.what, edge.source, edge.target, edge.handle) for edge in diff.edges)
    assert ways == [
        ("added", "Values", "Which", None), ("added", "Which", "Outcome", "big"), ("removed", "Values", "Outcome", None),
    ]  # fmt: skip
    column = compared(version(ruled(ROWS)), version(ruled(ROWS, q="points")))
    assert [told(each)[:4] for each in change(column)] == [("column", "added", None, "q")]


@given(
    st.lists(st.sampled_from(ROWS), max_size=6), st.lists(st.sampled_from(ROWS), max_size=6), st.booleans()
)
def test_something_is_told_whenever_something_changed(
    before: list[dict[str, str]], after: list[dict[str, str]], with_ids: bool
) -> None:
    """Whatever rows there were and are, other digests mean that something is told, and equal ones that nothing is."""
    ids = "abc" if with_ids else None
    diff = compared(version(ruled(before, ids=ids)), version(ruled(after, ids=ids)))
    assert bool(diff.nodes) == (not diff.same)


def test_every_default_can_be_compared() -> None:
    """The defaults are full of what editors write; each against another is told without end, and itself is the same."""
    defaults = [shipped.version(name) for name in sorted(shipped.names())]
    for one in defaults:
        assert compared(one, one).nodes == ()
        assert all(compared(one, other).nodes for other in defaults if other.graph != one.graph)
