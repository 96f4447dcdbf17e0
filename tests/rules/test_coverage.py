"""What rows cover is found exactly: held against the engine's own verdict on a value of every region."""

import itertools
from collections.abc import Mapping, Sequence

import pytest
import zen
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.checks import coverage
from rules.checks.coverage import Survey, in_words, survey
from rules.checks.regions import OTHER_TEXT, Regions, literals_of
from rules.document import TableContent, read
from rules.facts import Fact, schema_of
from rules.language.kinds import Kind, Known
from rules.language.syntax import cell
from tests.rules.graphs import graph, table

NUMBER, TEXT, FLAG = (Known(kind, missing=True) for kind in (Kind.NUMBER, Kind.TEXT, Kind.FLAG))
NUMBERS = (
    "", "> 1", "<= 1", "< 2", ">= 2", "[1..2]", "(1..2)", "[1..2)", "(1..2]", "1, 2", "null", "!= null", "not in [1, 2]", "not in [1..2]",
    "$ > 1 and $ < 2", "> 2 or $ == null", "$ == null or $ > 2", "not ($ > 1)", "!= 1", "null, > 1", "2 < $", "-1", "> -1",
)  # fmt: skip
TEXTS = (
    "",
    "'a'",
    "'a', 'b'",
    "!= 'a'",
    "not in ['a', 'b']",
    "null",
    "!= null",
    "in ['b']",
    "not ($ == 'a')",
    "'c'",
)
FLAGS = ("", "true", "false", "null", "!= true", "!= null", "true, null")
SCOPE = {"number": NUMBER, "text": TEXT, "flag": FLAG}
FIELDS = {"n": "number", "t": "text", "f": "flag"}
rows = st.lists(
    st.tuples(st.sampled_from(NUMBERS), st.sampled_from(TEXTS), st.sampled_from(FLAGS), st.sampled_from(("'x'", "'y'"))), max_size=7
)  # fmt: skip


def hits(text: str, value: object) -> bool:
    """What the engine says of a cell: an error is no hit."""
    if not text:
        return True
    try:
        return zen.evaluate_unary_expression(text, {"$": value})
    except RuntimeError:
        return False


@pytest.mark.parametrize(("known", "cells"), [(NUMBER, NUMBERS), (TEXT, TEXTS), (FLAG, FLAGS)])
def test_a_cell_lets_through_what_the_engine_does(known: Known, cells: Sequence[str]) -> None:
    """On a value of every region, and on a missing one, a cell's set says what the engine says."""
    nodes = {text: cell(text) for text in cells if text}
    regions = Regions(known, [value for node in nodes.values() for value in literals_of(node)])
    for text, node in nodes.items():
        found = regions.of(node)
        assert found is not None, text
        for at in range(regions.everything.bit_length()):
            value = regions.example(1 << at)
            assert bool(found >> at & 1) is hits(text, value), (text, value)


@pytest.mark.parametrize("text", ["> other", "abs($) > 2", "$ + 1 > 2", "]1..2[", "startsWith($, 'a')", "$"])
def test_what_is_no_matter_of_constants_has_no_set(text: str) -> None:
    """Calls, arithmetic, other names and brackets turned outwards are not guessed at."""
    assert Regions(NUMBER, []).of(cell(text)) is None


def made(cells: Sequence[tuple[str, str, str, str]]) -> TableContent:
    written = [{"n": n, "t": t, "f": f, "o": o} for n, t, f, o in cells]
    node = read(graph(table(written, inputs=FIELDS, outputs={"o": "outcome"}))).nodes["table"]
    assert isinstance(node.content, TableContent)
    return node.content


@settings(deadline=None)
@given(rows)
def test_a_survey_says_what_trying_everything_says(cells: list[tuple[str, str, str, str]]) -> None:
    """Rows that no combination reaches, whether some row always hits, and the example of a gap: as found by trying them all."""
    found = survey(made(cells), SCOPE, {})
    points: list[list[object]] = [
        [*(each / 2 for each in range(-4, 8)), None],
        ["a", "b", "c", "another", None],
        [True, False, None],
    ]
    reached: set[int] = set()
    complete = True
    for values in itertools.product(*points):
        at = next((at for at, row in enumerate(cells) if all(map(hits, row, values))), None)
        complete &= at is not None
        reached |= set() if at is None else {at}
    assert set(found.unreachable) == set(range(len(cells))) - reached
    assert found.complete is complete
    if found.gap is not None:
        given_values = [found.gap.get(field, 0.5 if field == "number" else None) for field in FIELDS.values()]
        values = tuple("another" if each == OTHER_TEXT else each for each in given_values)
        free = [field for field in FIELDS.values() if field not in found.gap]
        assert free or not any(all(map(hits, row, values)) for row in cells)


def looked(cells: Sequence[Mapping[str, str]], inputs: Mapping[str, str], **changes: object) -> Survey:
    content = read(graph(table(cells, inputs=inputs, outputs={"o": "outcome"}))).nodes["table"].content
    assert isinstance(content, TableContent)
    facts = {
        **schema_of(features=("velocity",)),
        **{name: each for name, each in changes.items() if isinstance(each, Fact)},
    }
    return survey(content, {name: fact.known() for name, fact in facts.items()}, facts)


def test_a_row_that_several_cover_names_them() -> None:
    """Two rows may cover a third though neither does alone; a row whose cells rule each other out is covered by none."""
    cells = [
        {"p": "< 0.5", "o": "'a'"},
        {"p": ">= 0.5", "o": "'b'"},
        {"p": "[0.2..0.8]", "o": "'c'"},
        {"p": "> 3 and < 2", "o": "'d'"},
    ]
    assert looked(cells, {"p": "probability"}).unreachable == {2: [0, 1], 3: ()}


def test_a_gap_is_named_where_something_may_lie() -> None:
    """A missing value, the open piece of a score; not a piece between whole numbers, nor what is beyond what a fact can be."""
    halves = [{"p": "< 0.5", "o": "'a'"}, {"p": "> 0.5", "o": "'b'"}, {"p": "null", "o": "'c'"}]
    assert looked(halves, {"p": "probability"}).gap == {"probability": 0.5}
    assert looked(halves[:2], {"p": "probability"}).gap is not None
    hours = [{"h": "<= 11", "o": "'am'"}, {"h": ">= 12", "o": "'pm'"}]
    assert looked(hours, {"h": "decided_hour"}).gap is None
    assert looked(hours, {"h": "decided_hour"}).complete
    counts = [{"v": "<= 3", "o": "'a'"}, {"v": ">= 4", "o": "'b'"}, {"v": "null", "o": "'c'"}]
    assert looked(counts, {"v": "features.velocity"}).gap is None
    assert not looked(counts, {"v": "features.velocity"}).complete
    beyond = [{"p": "[0..1]", "o": "'a'"}, {"p": "null", "o": "'b'"}]
    assert looked(beyond, {"p": "probability"}).gap is None


def test_rows_at_odds_are_named_once() -> None:
    """Rows that overlap in part and say otherwise; not an exception before its rule, nor the row for all else."""
    apart = [{"p": "> 0.2", "c": "", "o": "'a'"}, {"p": "", "c": "'INR'", "o": "'b'"}, {"o": "'c'"}]
    inputs = {"p": "probability", "c": "transaction.currency"}
    (odds,) = looked(apart, inputs).overlaps
    assert (odds.first, odds.second) == (0, 1)
    assert in_words(odds.example) == "probability is 1.2 and transaction.currency is 'INR'"
    ladder = [{"p": ">= 0.9", "o": "'a'"}, {"p": ">= 0.5", "o": "'b'"}, {"o": "'c'"}]
    assert looked(ladder, inputs).overlaps == []
    agreed = [{"p": "> 0.2", "o": "'a'"}, {"c": "'INR'", "o": "'a'"}]
    assert looked(agreed, inputs).overlaps == []


def test_a_cell_that_computes_spares_its_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be said exactly makes no finding: it may hit, and it may not."""
    cells = [
        {"p": "> decided_hour / 24", "o": "'a'"},
        {"p": "> 0.5", "o": "'b'"},
        {"p": "<= 0.5", "o": "'c'"},
    ]
    found = looked(cells, {"p": "probability"})
    assert (found.unreachable, found.overlaps) == ({}, [])
    monkeypatch.setattr(coverage, "WORK_MAX", 0)
    tired = looked(
        [{"p": "< 0.5", "o": "'a'"}, {"p": ">= 0.5", "o": "'b'"}, {"p": "0.4", "o": "'c'"}],
        {"p": "probability"},
    )
    assert (tired.unreachable, tired.complete, tired.gap) == ({}, False, None)
