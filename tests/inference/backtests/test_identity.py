"""A backtest decides every stored decision as it was decided live."""

from tests.inference.backtests.conftest import Desk
from tests.rules.graphs import graph, table

# One row for everything that a stored payment tells rules.
EVERYTHING = graph(
    table(
        [
            {"amount": "> 5000000", "out": "'decline'"},
            {"duplicate": "true", "out": "'duplicate'"},
            {"method": "'card'", "country": "'US'", "out": "'review'"},
            {"hour": "[0..5]", "probability": "> 0.5", "out": "'night'"},
            {"h24": "> 3", "out": "'busy'"},
            {"score": "> 0.37", "points": "< 640", "out": "'score'"},
            {"reasons": "contains($, 'amount_unusual') or len($) > 4", "out": "'reasons'"},
            {"mode": "'live'", "out": "'live'"},
            {"out": "'approve'"},
        ],
        inputs={
            "amount": "transaction.amount_minor",
            "duplicate": "transaction.duplicate",
            "method": "transaction.method",
            "country": "transaction.country",
            "hour": "decided_hour",
            "probability": "probability",
            "h24": "features.payments_h24",
            "score": "score",
            "points": "points",
            "reasons": "reasons",
            "mode": "mode",
        },
        outputs={"out": "outcome"},
    )
)


async def test_every_decision_of_a_version_is_decided_alike(desk: Desk) -> None:
    """Payments decided live under a version that reads everything: tried again, none of them differs."""
    version = await desk.activate(EVERYTHING)
    made = await desk.pay(60)
    report = await desk.report(version)
    assert report.decisions == len(made)
    assert (report.same.count, report.same.of) == (0, len(made))
    stored = report.comparisons[0]
    assert stored.effect.changed.count == 0
    live = {outcome: sum(each.outcome == outcome for each in made) for outcome in {d.outcome for d in made}}
    assert {cell.before: cell.decisions for cell in stored.matrix} == live
    assert len(live) > 4  # else the rows prove little
    assert (report.incomplete, report.not_held) == (0, ())
