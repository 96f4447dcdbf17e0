"""What an author is told names the cell and the fix: of slips that people make."""

import datetime as dt
from collections.abc import Mapping
from typing import get_args

import pytest

from payments.facts import Channel, Direction, Method
from rules.checks.flow import check
from rules.document import read
from rules.errors import RulesetRefused
from rules.facts import TRANSACTION, Fact, schema_of
from rules.language.kinds import Kind
from tests.rules.graphs import Json, expressions, graph, table

SCHEMA = {
    **schema_of(features=("payments_h24", "amount_sum_7d")),
    "lists.stolen_devices.device_id": Fact(Kind.FLAG),
}
NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
CELL = "graph.nodes[1].content.rules[0].c"


def one(field: str, cell: str, outcome: str = "'review'", **more: str) -> Json:
    rows = [{"c": cell, "o": outcome, **more}, {"o": "'approve'"}]
    return graph(table(rows, inputs={"c": field}, outputs={"o": "outcome"}))


def refused(document: Json) -> list[tuple[str, str, str]]:
    with pytest.raises(RulesetRefused) as raised:
        check(read(document), SCHEMA, NOW)
    return [(each.field, each.reason, each.fix) for each in raised.value.fields]


def told(document: Json) -> list[tuple[str, str, str]]:
    return [(each.path, each.reason, each.fix) for each in check(read(document), SCHEMA, NOW).findings]


@pytest.mark.parametrize(
    ("field", "cell", "fix"),
    [
        ("transaction.method", "card", "Put a text in quotes: 'card'."),
        ("transaction.country", "IN, NP", "Put a text in quotes: 'IN'."),
        ("probability", "> probablity", "Did you mean `probability`? Put a text in quotes: 'probablity'."),
        ("probability", "> features.payments_h25", "Did you mean `features.payments_h24`?"),
        ("probability", "> amount_minor", "Put a text in quotes: 'amount_minor'."),
        ("suppressed", "lists.stolen_devices.device", "Did you mean `lists.stolen_devices.device_id`?"),
        ("suppressed", "lists.nope.device_id", "There is no list `nope`: make it first."),
        (
            "suppressed", "lists.stolen_device.device_id",
            "There is no list `stolen_device`: make it first. Or did you mean `lists.stolen_devices.device_id`?",
        ),
    ],
)  # fmt: skip
def test_an_unknown_name_comes_with_what_was_meant(field: str, cell: str, fix: str) -> None:
    """A bare word lacks its quotes, a typing error has a neighbour, a list must be made."""
    ((path, _, said),) = refused(one(field, cell))
    assert (path, said) == (CELL, fix)


@pytest.mark.parametrize(
    ("outcome", "fix"),
    [
        ("Ask the branch, then 2 days", "Put a text in quotes: 'Ask the branch, then 2 days'."),
        ("शाखा से पूछें", "Put a text in quotes."),
        ("amount minor > 5", "Rewrite it with comparisons, ranges, and/or/not, ?: and ??."),
        ("points 5", "Rewrite it with comparisons, ranges, and/or/not, ?: and ??."),
    ],
)
def test_a_sentence_lacks_its_quotes(outcome: str, fix: str) -> None:
    """Words that follow each other are a text, in any script; what compares is an expression with a mistake."""
    ((path, _, said),) = refused(one("probability", "> 0.5", outcome))
    assert (path, said) == ("graph.nodes[1].content.rules[0].o", fix)


def test_an_unknown_name_in_a_heading_names_the_column() -> None:
    """So that an imported file names the cell of its first row."""
    ((path, _, fix),) = refused(one("transaction.amont_minor", "> 5"))
    assert (path, fix) == (
        "graph.nodes[1].content.inputs[0].field",
        "Did you mean `transaction.amount_minor`?",
    )


@pytest.mark.parametrize(("outcome", "reason"), [
    ("5", "fixed words"), ("review", "`review` is not a fact"), ("'Review it!'", "is not a word"),
    ("transaction.category", "fixed words"),
])  # fmt: skip
def test_a_wrong_outcome_names_its_cell_alone(outcome: str, reason: str) -> None:
    """Not the row below, nor the graph, which follow from it."""
    ((path, said, _),) = refused(one("probability", "> 0.5", outcome))
    assert path == "graph.nodes[1].content.rules[0].o"
    assert reason in said


def test_a_wrong_result_of_an_expression_names_it() -> None:
    """Notes that are a number, an outcome that is one."""
    document = graph(expressions("End", {"outcome": "1", "notes": "2"}))
    assert [path for path, _, _ in refused(document)] == [
        "graph.nodes[1].content.expressions[0].value",
        "graph.nodes[1].content.expressions[1].value",
    ]


def test_a_number_in_a_cell_is_named() -> None:
    """Whoever writes JSON by hand forgets that cells are texts."""
    document = one("probability", "> 0.5")
    document["nodes"][1]["content"]["rules"][0]["c"] = 0.5  # type: ignore[index]
    ((path, _, fix),) = refused(document)
    assert (path, fix) == (CELL, 'Write it in quotes, as "0.5".')


@pytest.mark.parametrize(
    ("field", "cell", "words", "fix"),
    [
        ("probability", ">= 90", "It never holds", "Write 0.9 for 90 %."),
        ("probability", "> 0,9", "A part of it never holds", "A comma stands between alternatives"),
        ("decided_hour", ">= 25", "from 0 to 23", "Compare it with what it can be, or remove the row."),
        ("decided_at", "> 1782000000000", "from 0 to 4000000000", "Compare it"),
        ("transaction.amount_minor", "< 0", "It never holds", "Compare it"),
        ("transaction.method", "'upii'", "is one of upi, card", "Compare it"),
        ("transaction.method", "'upi', 'upii'", "A part of it never holds", "Compare it"),
        ("transaction.country", "'in'", "2 capital letters", "Write 'IN'."),
        ("transaction.currency", "['Rs', 'rupees']", "3 capital letters", "Compare it"),
        ("mode", "'prod'", "is one of live, sandbox", "Compare it"),
    ],
)  # fmt: skip
def test_a_cell_that_no_fact_meets_is_a_warning(field: str, cell: str, words: str, fix: str) -> None:
    """Percent for a share, milliseconds for seconds, small letters, typing errors."""
    found = [each for each in told(one(field, cell)) if each[0].startswith(CELL[:-2])]
    ((path, reason, said),) = found
    assert path == CELL
    assert words in reason
    assert said.startswith(fix)


@pytest.mark.parametrize("cell", ["> 0", ">= 1", "== 0", "null", "!= null", "[0..1]", "not ($ > 0.5)"])
def test_what_can_be_met_is_not(cell: str) -> None:
    """The ends belong to what a probability can be, and so does nothing at all."""
    assert [each for each in told(one("probability", cell)) if each[0] == CELL] == []


@pytest.mark.parametrize("name", ["_til", "_Until", "_expires_at", "_valid_to"])
def test_a_row_that_seems_to_end_is_a_warning(name: str) -> None:
    """Only `_from` and `_until` limit a row; whoever calls them otherwise is told."""
    more: Mapping[str, str] = {name: "2027-01-01"}
    ((path, reason, _),) = told(one("probability", "> 0.5", **more))
    assert path == f"graph.nodes[1].content.rules[0].{name}"
    assert "no row begins or ends by it" in reason
    assert told(one("probability", "> 0.5", _until="2027-01-01", _note="until May")) == []


def test_the_words_are_those_of_payments() -> None:
    """What rules expect of method, channel and direction is what payments are taken with."""
    for name, kinds in (("method", Method), ("channel", Channel), ("direction", Direction)):
        assert TRANSACTION[f"transaction.{name}"].texts == get_args(kinds)
