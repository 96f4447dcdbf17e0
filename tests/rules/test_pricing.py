"""The worst case is found where it hides, and what could grow without end is refused before it is run."""

import pytest

from rules.assessment import Assessor
from rules.checks.flow import check
from rules.document import read
from rules.errors import RulesetRefused, RulesetTooSlow
from rules.evaluation import PreparedRuleset
from rules.facts import schema_of
from rules.limits import COST_US_MAX
from rules.pricing import literals_by_fact, price
from tests.rules.graphs import Json, computing, expressions, graph, table

SCHEMA = schema_of(features=("velocity",))
COSTLY = f"max([{', '.join(str(n) for n in range(100))}]) < $ - 1000"


def hidden(word: str = "'k37'") -> Json:
    """Rows that cost a lot for one currency alone, among four hundred others that are mentioned as well."""
    others = [{"c": f"'w{n}'", "o": "'b'"} for n in range(400)]
    costly = [{"c": word, "v": COSTLY, "o": "'a'"} for _ in range(590)]
    inputs = {"c": "transaction.currency", "v": "features.velocity"}
    return graph(table([*others, *costly, {"o": "'z'"}], inputs=inputs, outputs={"o": "outcome"}))


def priced(document: Json) -> int:
    rules = read(document)
    checked = check(rules, SCHEMA)
    ruleset = PreparedRuleset(rules, "review", checked.facts, version_id=None, digest=b"")
    return price(ruleset, rules, {name: SCHEMA[name] for name in checked.facts})


def test_a_cost_behind_one_word_is_found() -> None:
    """What 590 rows compute for one currency is priced, though 400 other currencies are mentioned before it."""
    cheap = hidden("'no'")
    assert literals_by_fact(read(hidden()), SCHEMA)["transaction.currency"][1][0] == "k37"
    found = priced(hidden())
    facts = {"transaction": {"currency": "none of them"}, "features": {"velocity": 1.0}}
    ruleset = PreparedRuleset(
        read(cheap), "review", ["transaction.currency", "features.velocity"], version_id=None, digest=b""
    )
    assert ruleset.evaluate(facts).outcome == "z"
    small = graph(
        table(
            [{"c": "'a'", "o": "'a'"}, {"o": "'z'"}],
            inputs={"c": "transaction.currency"},
            outputs={"o": "outcome"},
        )
    )
    assert found > 20 * max(priced(small), 1)


async def test_it_is_refused_for_that_cost() -> None:
    """The same, many times over, is above what a decision may take, and never becomes a version."""
    rows = [
        {
            "c": "'k37'",
            "v": f"max([{', '.join(['1'] * 250)}]) + max([{', '.join(['2'] * 50)}]) < $ - 1000",
            "o": "'a'",
        }
    ] * 480
    inputs = {"c": "transaction.currency", "v": "features.velocity"}
    document = graph(table([*rows, {"o": "'z'"}], inputs=inputs, outputs={"o": "outcome"}))
    with pytest.raises(RulesetTooSlow, match=f"{COST_US_MAX} are allowed"):
        await Assessor().assess(document, "review", SCHEMA)


@pytest.mark.parametrize(
    "first",
    [
        "transaction.channel ?? ''",
        "'a text of some length'",
        "upper(transaction.channel ?? '')",
        "string(score ?? 0)",
    ],
)
def test_a_text_that_doubles_is_refused(first: str) -> None:
    """Thirty doublings of anything are a gigabyte; the expression at which it gets too long is named."""
    doubled = {f"a{n + 1}": f"$.a{n} + $.a{n}" for n in range(30)}
    with pytest.raises(RulesetRefused) as refused:
        check(read(computing("1", a0=first, **doubled)), SCHEMA)
    assert any("characters long" in field.reason for field in refused.value.fields)


def test_a_text_that_doubles_over_nodes_is_refused() -> None:
    """The same from node to node, where a condition chooses between long and short."""
    first = expressions("N0", {"x0": "transaction.category ?? 'a'"})
    nodes = [
        expressions(f"N{n}", {f"x{n}": f"score == null ? x{n - 1} + x{n - 1} : 'short'"})
        for n in range(1, 12)
    ]
    with pytest.raises(RulesetRefused) as refused:
        check(read(graph(first, *nodes, expressions("End", {"outcome": "'a'"}))), SCHEMA)
    assert any("characters long" in field.reason for field in refused.value.fields)


def test_a_note_of_many_words_is_let_through() -> None:
    """Numbers and quoted words are as long as they are: a note may join forty of them, and a few facts."""
    note = " + ".join(f"'word {n} ' + string(score ?? 0)" for n in range(20))
    checked = check(read(computing("1", notes=f"{note} + (transaction.channel ?? '')")), SCHEMA)
    assert checked.outcomes == ("approve",)
