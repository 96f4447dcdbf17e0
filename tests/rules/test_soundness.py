"""The checks keep their word: a graph that they accept gives one of its outcomes for any facts, and never degrades."""

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from rules.checks.flow import check
from rules.document import read
from rules.errors import RulesetRefused
from rules.evaluation import PreparedRuleset
from rules.facts import schema_of
from tests.rules.graphs import Json, expressions, graph, switch, table

SCHEMA = schema_of(features=("velocity",))

# Mostly what holds together, now and then what does not: both the refusal and the promise are at stake.
tests = st.sampled_from(
    [
        "",
        "> 0.5",
        "[0..0.3]",
        "null",
        "!= null",
        "$ > 0.2 and $ < 0.9",
        "x",
        "> x",
        "0.1, 0.2",
        "not in [0.5]",
    ]
)
currencies = st.sampled_from(["", "'INR'", "'INR', 'USD'", "null", "startsWith($, 'U')", "!= 'INR'"])
words = st.sampled_from(["'approve'", "'review'", "probability == null ? 'a' : 'b'", "x == null ? 'c' : 'a'"])
values = st.sampled_from(
    ["1", "points ?? 3", "(features.velocity ?? 0) * 2", "features.velocity", "decided_hour % 7"]
)
conditions = st.sampled_from(
    ["x > 1", "probability > 0.5", "transaction.currency == 'INR'", "'A' in reasons"]
)
odd_words = st.sampled_from(["", "null", "x > 1 ? 'a' : 'b'", "'Not a word'"])
often = st.sampled_from([True] * 9 + [False])


@st.composite
def tables(draw: st.DrawFn, name: str) -> Json:
    rows = [
        {"p": draw(tests), "c": draw(currencies), "o": draw(words)} for _ in range(draw(st.integers(0, 4)))
    ]
    hits = [row for row in rows if row["p"] or row["c"]]
    last = draw(words) if draw(often) else draw(odd_words)
    return table(
        [*hits, {"o": last}] if draw(often) else [*rows, {"o": last}, *hits],
        inputs={"p": "probability", "c": "transaction.currency"},
        outputs={"o": "outcome"},
        name=name,
        pass_through=draw(often),
    )


@st.composite
def graphs(draw: st.DrawFn) -> Json:
    """An expression node, then one or two tables, joined in a row or by a switch."""
    compute = expressions("Compute", {"x": draw(values)}, pass_through=draw(often))
    one, two = draw(tables("One")), draw(tables("Two"))
    if draw(st.booleans()):
        return graph(compute, one, two)
    choose = switch("Choose", first=draw(conditions), rest="" if draw(often) else "x > 5")
    edges = ["in>compute", "compute>choose", "choose:first>one", "choose:rest>two", "one>out", "two>out"]
    return graph(compute, choose, one, two, edges=edges)


number = st.none() | st.floats(allow_nan=True) | st.sampled_from([0.1, 0.2, 0.5, 0.9, 1, 2, 3])
facts = st.fixed_dictionaries(
    {},
    optional={
        "probability": number,
        "points": st.none() | st.integers(300, 900),
        "decided_hour": st.integers(0, 23),
        "reasons": st.lists(st.sampled_from(["A", "B"]), max_size=2),
        "features": st.fixed_dictionaries({"velocity": number}),
        "transaction": st.fixed_dictionaries({"currency": st.none() | st.sampled_from(["INR", "USD", ""])}),
    },
)


def hidden_behind_an_empty_cell() -> Json:
    """The last row hits without an outcome, and the node lets nothing through of the one before."""
    before = table([{"o": "'approve'"}], inputs={"p": "probability"}, outputs={"o": "outcome"}, name="One")
    rows = [{"p": "> 0.5", "o": "'review'"}, {"o": ""}]
    last = table(rows, inputs={"p": "probability"}, outputs={"o": "outcome"}, name="Two", pass_through=False)
    return graph(before, last)


def test_an_outcome_that_is_let_through_by_nobody_is_missing() -> None:
    with pytest.raises(RulesetRefused) as refused:
        check(read(hidden_behind_an_empty_cell()), SCHEMA)
    assert [found.field for found in refused.value.fields] == ["graph.nodes[2]"]


@settings(max_examples=600)
@given(graphs(), st.lists(facts, min_size=1, max_size=5))
def test_what_is_accepted_always_decides(document: Json, given_facts: list[dict[str, object]]) -> None:
    """Outcomes are those that the check found, on every path, whatever is missing."""
    parsed = read(document)
    try:
        found = check(parsed, SCHEMA)
    except RulesetRefused:
        return
    event("accepted")
    ruleset = PreparedRuleset(parsed, "fallback", found.facts, version_id=None, digest=b"")
    always = {
        "use_case": "u",
        "mode": "live",
        "decided_at": 0,
        "decided_hour": 1,
        "decided_weekday": 1,
        "reasons": [],
    }
    for each in given_facts:
        result = ruleset.evaluate({**always, **each})
        assert not result.degraded
        assert result.outcome in found.outcomes
