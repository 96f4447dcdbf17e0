"""The child process: it prices what is bounded, and nothing that hangs, crashes or grows can outlive it."""

import asyncio

import pytest

from core.errors import Overloaded
from rules.assessment import Assessment, Assessor
from rules.errors import RulesetRefused, RulesetTooSlow
from rules.facts import schema_of
from rules.limits import ROWS_MAX
from tests.rules.graphs import Json, computing, graph, table, thresholds

SCHEMA = schema_of(features=("velocity",))


async def test_a_ruleset_is_checked_priced_and_tried() -> None:
    """One child gives what a version is: outcomes, facts, cost, and the result of each dry run with its trace."""
    found = await Assessor().assess(
        thresholds(), "manual", SCHEMA, [{"probability": 0.95}, {"probability": 0.1}, {}]
    )
    assert found.outcomes == ("approve", "decline", "manual", "review")
    assert found.facts == ("probability",)
    assert 0 < found.cost_us < 2_000
    assert [result.outcome for result in found.results] == ["decline", "approve", "approve"]
    assert found.results[0].trace[0].row == 1


async def test_refusals_come_back_whole() -> None:
    """What the child finds reaches the author with paths, reasons and fixes."""
    with pytest.raises(RulesetRefused) as refused:
        await Assessor().assess(computing("rand(5)"), "review", SCHEMA)
    assert refused.value.fields[0].field == "graph.nodes[1].content.expressions[0].value"
    with pytest.raises(RulesetRefused, match="fallback"):
        await Assessor().assess(thresholds(), "Not A Word", SCHEMA)


async def test_facts_that_make_it_fail_are_found() -> None:
    """A product that overflows for facts within their ranges is refused with those facts, before any customer sends them."""
    overflowing = computing("(transaction.amount_minor ?? 1) * (transaction.amount_minor ?? 1) * 1000")
    with pytest.raises(RulesetRefused, match="fails for these facts"):
        await Assessor().assess(overflowing, "review", SCHEMA)


def largest() -> Json:
    rows = [{"p": f">= {2 + index}", "v": f"> {index}"} for index in range(ROWS_MAX - 1)]
    return graph(
        table(
            [{**row, "o": "'review'"} for row in rows] + [{"o": "'approve'"}],
            inputs={"p": "probability", "v": "features.velocity"},
            outputs={"o": "outcome"},
        )
    )


async def test_the_price_grows_with_the_rows() -> None:
    """A thousand rows that do not hit cost more than three, and a limit that they pass refuses them."""
    small, large = await _least(thresholds()), await _least(largest())
    assert large > 3 * small
    with pytest.raises(RulesetTooSlow, match="µs"):
        await Assessor(cost_us_max=large // 3).assess(largest(), "review", SCHEMA)


async def _least(rules: Json) -> int:
    """What a ruleset costs where nothing else runs: the least of three prices."""
    return min([(await Assessor().assess(rules, "review", SCHEMA)).cost_us for _ in range(3)])


@pytest.mark.parametrize("child", ["hangs", "crashes", "talks"])
async def test_a_child_that_misbehaves_costs_nobody_else(child: str) -> None:
    """An evaluation that hangs, dies or writes nonsense is a refusal after the time limit, and the child is gone."""
    assessor = Assessor(timeout_s=1.5, child=f"tests.rules.children.{child}")
    async with asyncio.timeout(60):  # the child that hangs does so for ever
        with pytest.raises(RulesetTooSlow, match="could not be priced"):
            await assessor.assess(thresholds(), "review", SCHEMA)


async def test_a_crowd_is_sent_away() -> None:
    """Checks wait two at a time, and no more than eight: beyond, the caller is told to come back."""
    assessor = Assessor()
    results = await asyncio.gather(
        *(assessor.assess(thresholds(), "review", SCHEMA) for _ in range(9)), return_exceptions=True
    )
    assert sum(isinstance(result, Assessment) for result in results) == 8
    assert sum(isinstance(result, Overloaded) for result in results) == 1
