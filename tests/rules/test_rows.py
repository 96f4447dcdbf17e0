"""What an author is told of rows: unreachable, gaps, odds, ended; and rows that are valid for a while."""

import datetime as dt

import pytest

from rules.checks.flow import Checked, check
from rules.document import read
from rules.errors import RulesetRefused
from rules.evaluation import PreparedRuleset
from rules.facts import schema_of
from tests.rules.graphs import Json, expressions, graph, table

SCHEMA = schema_of(features=("velocity",))
NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
P = {"p": "probability"}
OUT = {"o": "outcome"}


def told(document: Json, at: dt.datetime | None = NOW) -> list[tuple[str, str, str]]:
    return [(each.severity, each.path, each.reason) for each in check(read(document), SCHEMA, at).findings]


def test_an_unreachable_row_is_a_warning() -> None:
    """It decides nothing and refuses nothing: in an incident a broad row goes on top, and must be let through."""
    rows = [{"p": "< 0.5", "o": "'a'"}, {"p": "null", "o": "'b'"}, {"p": "0.2", "o": "'c'"}, {"o": "'d'"}]
    assert told(graph(table(rows, inputs=P, outputs=OUT, name="Limits"))) == [
        (
            "warning",
            "graph.nodes[1].content.rules[2]",
            'Node "Limits", row 3: It is never reached: row 1 takes all that it would hit.',
        )
    ]


def test_a_table_without_a_last_row_may_be_whole() -> None:
    """Rows that cover all that a fact can be need no empty one; where they do not, the gap is named beside the refusal."""
    rows = [{"m": "'live'", "o": "'a'"}, {"m": "'sandbox'", "o": "'b'"}]
    assert check(read(graph(table(rows, inputs={"m": "mode"}, outputs=OUT))), SCHEMA) == Checked(
        ("a", "b"), ("mode",)
    )
    halves = [{"p": "< 0.5", "o": "'a'"}, {"p": ">= 0.5", "o": "'b'"}]
    with pytest.raises(RulesetRefused):
        check(read(graph(table(halves, inputs=P, outputs=OUT))), SCHEMA)


def test_a_gap_that_loses_nothing_is_information() -> None:
    """A table of notes need not hit; one whose word is read later is warned of."""
    notes = table([{"p": "> 0.9", "n": "'high'"}], inputs=P, outputs={"n": "notes"}, name="Notes")
    end = expressions("End", {"outcome": "'approve'"})
    ((severity, _, reason),) = told(graph(notes, end))
    assert (severity, reason) == ("information", 'Node "Notes": No row hits when probability is 0.9.')
    words = table([{"p": "> 0.9", "n": "'high'"}], inputs=P, outputs={"n": "band"}, name="Bands")
    ((severity, _, _),) = told(graph(words, end))
    assert severity == "warning"


def test_rows_at_odds_are_information() -> None:
    """Which of the two counts is said, with an example."""
    rows = [{"p": "> 0.2", "o": "'a'"}, {"c": "'INR'", "o": "'b'"}, {"o": "'c'"}]
    ((severity, path, reason),) = told(
        graph(table(rows, inputs={**P, "c": "transaction.currency"}, outputs=OUT))
    )
    assert (severity, path) == ("information", "graph.nodes[1].content.rules[1]")
    assert "transaction.currency is 'INR': row 1 counts" in reason


def test_a_cycle_names_its_nodes() -> None:
    """All nodes of the cycle, in the order of their edges."""
    nodes = [expressions(name, {f"x_{name.lower()}": "1"}) for name in ("A", "B")]
    with pytest.raises(RulesetRefused) as refused:
        check(read(graph(*nodes, edges=["in>a", "a>b", "b>a", "b>out"])), SCHEMA)
    reasons = [field.reason for field in refused.value.fields]
    assert any('"A" → "B" → "A"' in reason or '"B" → "A" → "B"' in reason for reason in reasons), reasons


def boxed(**window: str) -> Json:
    rows = [{"p": ">= 0.5", "o": "'festival'", **window}, {"p": ">= 0.5", "o": "'usual'"}, {"o": "'none'"}]
    return graph(table(rows, inputs=P, outputs=OUT))


def outcome(document: Json, at: dt.datetime) -> str:
    checked = check(read(document), SCHEMA)
    ruleset = PreparedRuleset(read(document), "review", checked.facts, version_id=None, digest=b"")
    result = ruleset.evaluate({"probability": 0.7, "decided_at": at})
    assert not result.degraded
    return result.outcome


@pytest.mark.parametrize(
    ("window", "at", "expected"),
    [
        ({"_from": "2026-10-20"}, "2026-10-19T23:59:59+00:00", "usual"),
        ({"_from": "2026-10-20"}, "2026-10-20T00:00:00+00:00", "festival"),
        ({"_until": "2026-11-01"}, "2026-10-31T23:59:59+00:00", "festival"),
        ({"_until": "2026-11-01"}, "2026-11-01T00:00:00+00:00", "usual"),
        (
            {"_from": "2026-10-20T00:00:00+05:30", "_until": "2026-11-01"},
            "2026-10-19T18:29:59+00:00",
            "usual",
        ),
        (
            {"_from": "2026-10-20T00:00:00+05:30", "_until": "2026-11-01"},
            "2026-10-19T18:30:00+00:00",
            "festival",
        ),
        ({"_from": "", "_until": ""}, "2000-01-01T00:00:00+00:00", "festival"),
    ],
)
def test_a_row_is_valid_for_a_while(window: dict[str, str], at: str, expected: str) -> None:
    """From its beginning on, until its end and not at it, by the moment of the decision; a date begins at midnight UTC."""
    assert outcome(boxed(**window), dt.datetime.fromisoformat(at)) == expected


def test_a_window_is_a_fact_that_is_read() -> None:
    """A ruleset with a row for a while reads the moment of the decision, one without does not."""
    assert "decided_at" in check(read(boxed(_until="2027-01-01")), SCHEMA).facts
    assert "decided_at" not in check(read(boxed()), SCHEMA).facts


def test_a_row_that_ended_is_named() -> None:
    """At its end and after it, with the moment; before it, nothing is said."""
    document = boxed(_until="2026-11-21T12:00:00Z")
    ((severity, path, reason),) = told(document)
    assert (severity, path) == ("warning", "graph.nodes[1].content.rules[0]")
    assert "It ended at 2026-11-21T12:00:00+00:00" in reason
    assert told(document, NOW - dt.timedelta(seconds=1)) == []
    assert told(document, None) == []


@pytest.mark.parametrize(
    ("window", "cell"),
    [
        ({"_from": "tomorrow"}, "_from"),
        ({"_until": "2026-13-01"}, "_until"),
        ({"_until": "2026-12-01T10:00:00"}, "_until"),
        ({"_from": "2026-12-02", "_until": "2026-12-01"}, "_until"),
    ],
)
def test_a_window_that_is_none_names_its_cell(window: dict[str, str], cell: str) -> None:
    """No moment, a month that is none, a time without its zone, an end before the beginning."""
    with pytest.raises(RulesetRefused) as refused:
        read(boxed(**window))
    (field,) = refused.value.fields
    assert field.field == f"graph.nodes[1].content.rules[0].{cell}"
    assert field.fix
