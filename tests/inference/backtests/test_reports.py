"""What a report says: matrix, truth, money by currency, groups, sample, intervals; against a plain count of the same decisions."""

import random
from collections import Counter

import pytest

from core.ids import parse
from inference.backtests import intervals
from inference.backtests.reports import merged, report_of
from inference.backtests.tallies import ChunkTally
from inference.feature_catalogue import CUSTOMER_NAMES
from payments.facts import Transaction
from tenants import subjects
from tests.inference.backtests.conftest import ANOMALY, Desk, decision_ids
from tests.rules.graphs import graph, table, thresholds

LARGE = 100_000
BY_AMOUNT = graph(
    table(
        [{"amount": f"> {LARGE}", "out": "'decline'"}, {"out": "'approve'"}],
        inputs={"amount": "transaction.amount_minor"},
        outputs={"out": "outcome"},
    )
)


async def test_what_a_draft_costs_and_saves(desk: Desk) -> None:
    """Everything is approved; a draft declines large payments: who is stopped, by truth and currency, to the last minor unit."""
    await desk.activate(thresholds(decline="> 2", review="> 2"))
    made = await desk.pay(50)
    fraud, good = made[:20], made[20:40]
    await desk.tell(fraud, happened=True)
    await desk.tell(good, happened=False)
    report = await desk.report(BY_AMOUNT)
    payments = {each.id: await payment_of(desk, each.id) for each in made}
    effect = report.comparisons[0].effect
    assert (effect.known.count, effect.known.of) == (40, 50)
    for side, decisions in ((effect.fraud, fraud), (effect.good, good), (effect.unknown, made[40:])):
        large = [payments[each.id] for each in decisions if payments[each.id].amount_minor > LARGE]
        assert (side.decisions, side.newly_stopped, side.newly_passed) == (len(decisions), len(large), 0)
        assert (side.stopped_before.count, side.stopped_after.count) == (0, len(large))
        wanted = Counter[str]()
        for payment in large:
            wanted[payment.currency] += payment.amount_minor
        assert {
            each.currency: each.newly_stopped.minor for each in side.money if each.newly_stopped.minor
        } == wanted
        for each in side.money:
            assert each.newly_stopped.low <= each.newly_stopped.minor <= each.newly_stopped.high
            assert each.net.minor == each.newly_stopped.minor
    stopped = decision_ids([each for each in made if payments[each.id].amount_minor > LARGE])
    assert {each.decision_id for each in report.comparisons[0].sample} == stopped
    by_method = [each for each in report.comparisons[0].groups if each.by == "method"]
    assert sum(each.effect.changed.count for each in by_method) == len(stopped)
    assert {each.value for each in by_method} == {payment.method for payment in payments.values()}


async def payment_of(desk: Desk, decision_id: str) -> Transaction:
    _, payload = await desk.inference.replays.recall(desk.caller, parse("dec", decision_id))
    assert payload.facts.transaction is not None
    return payload.facts.transaction


async def test_against_what_decides_now(desk: Desk) -> None:
    """Both comparisons at once: decisions were approved, then a version declined all; the draft is that version's equal."""
    await desk.activate(thresholds(decline="> 2", review="> 2"))
    await desk.pay(8)
    await desk.activate(thresholds(decline=">= 0", review=">= 0"))
    desk.active.forget(desk.caller.environment_id, ANOMALY)
    report = await desk.report(thresholds(decline=">= 0", review="> 2"), current=True)
    stored, current = report.comparisons
    assert (stored.against, stored.effect.changed.count) == ("stored", 8)
    assert (current.against, current.effect.changed.count) == ("current", 0)


async def test_a_fact_that_was_not_read_then(desk: Desk) -> None:
    """A feature that neither version nor ruleset had then: said, counted and missing to the rules, never made up."""
    await desk.activate(thresholds())
    await desk.pay(6)
    deployed = await desk.inference.deployments.active(desk.caller.environment_id, ANOMALY)
    name = next(each for each in CUSTOMER_NAMES if each not in deployed.version.features)
    reading = graph(
        table(
            [{"x": "> 0", "out": "'decline'"}, {"out": "'approve'"}],
            inputs={"x": f"features.{name}"},
            outputs={"out": "outcome"},
        )
    )
    report = await desk.report(reading)
    assert {each.fact: each.decisions for each in report.not_held} == {f"features.{name}": 6}
    assert report.incomplete == 6
    assert {cell.after for cell in report.comparisons[0].matrix} == {"approve"}
    version = await desk.activate(reading)  # from now on decisions hold it
    desk.active.forget(desk.caller.environment_id, ANOMALY)
    await desk.pay(5, seed=2)
    later = await desk.report(version)
    assert {each.fact: each.decisions for each in later.not_held} == {f"features.{name}": 6}
    assert (later.same.count, later.same.of) == (0, 5)


async def test_erased_customers_are_left_out(desk: Desk) -> None:
    """Without its key a decision is neither read nor counted, and no amount of it is shown."""
    await desk.activate(thresholds(decline="> 2", review="> 2"))
    made = await desk.pay(12)
    shown = await desk.tried(thresholds(decline=">= 0", review="> 2"))
    assert len(shown.counted) == 12
    row, _, _ = await desk.inference.decisions.open(desk.caller.environment_id, parse("dec", made[0].id))
    owner = desk.caller.environment_id
    async with desk.base.database.transaction(owner) as tx:
        await tx.execute(
            "DELETE FROM subject WHERE environment_id = $1 AND customer = $2", owner, row.customer
        )
        assert not await subjects.find_many(tx, [(owner, row.customer)])
    again = await desk.tried(thresholds(decline=">= 0", review="> 2"))
    assert again.report is not None
    erased = again.report.skipped.erased
    assert erased >= 1
    assert again.report.decisions == 12 - erased
    before = await desk.backtests.get(desk.caller, ANOMALY, shown.backtest.id)
    assert len(before.counted) == 12 - erased


def test_chunks_add_up_in_any_order() -> None:
    """An empty backtest has a report, too: nothing of nothing."""
    report = report_of(merged([ChunkTally(), ChunkTally(decisions=3, not_held={"score": 1})]), ["approve"])
    assert (report.decisions, report.not_held[0].decisions, report.comparisons) == (3, 1, ())


@pytest.mark.parametrize(
    ("count", "of", "low", "high"), [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0)]
)
def test_score_intervals_are_the_published_ones(count: int, of: int, low: float, high: float) -> None:
    """Against the tables of Newcombe, "Two-sided confidence intervals for the single proportion" (1998), method 3."""
    found = intervals.share(count, of)
    assert (round(found.low or 0.0, 4), round(found.high or 0.0, 4)) == (low, high)


def test_intervals_of_money_hold_what_they_promise() -> None:
    """Of 500 sums of as many amounts as come by chance, at least 92 in 100 intervals hold the expected sum."""
    dice, mean = random.Random(5), 60
    expected, held = mean * 5_500.0, 0
    for _ in range(500):
        count = sum(dice.random() < mean / 600 for _ in range(600))
        amounts = [dice.randint(1_000, 10_000) for _ in range(count)]
        found = intervals.money(sum(amounts), float(sum(each * each for each in amounts)))
        held += found.low <= expected <= found.high
    assert held >= 0.92 * 500
