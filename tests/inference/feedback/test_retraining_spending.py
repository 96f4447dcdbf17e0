"""Jobs of forecasts: payments that were ingested, or came with questions, teach how these customers spend; a shadow, then a champion."""

import datetime as dt
from math import log
from random import Random
from typing import cast
from uuid import uuid4

import msgspec
import numpy as np
import pytest

from core.database import Database
from core.ids import parse
from inference.answering.spend_forecast import SHIFT, SpendForecastAnswer
from inference.catalogue import Answer
from inference.deployment_entities import Deploy
from inference.entities import DecideCommand, Decision
from inference.features import forecasts
from inference.feedback_entities import Feedback
from inference.lessons.lesson import Asked, Example, Wanted
from inference.lessons.spending import HEADS, SpendingLesson
from inference.live_metrics import MetricsService
from inference.retraining import TrainingJobs
from inference.retraining_entities import TrainingRequest
from payments.facts import Transaction
from payments.history_facts import CustomerHistory, MonthSpend, begin_of, month_number
from payments.transactions import Payments
from tenants.services import TenantServices
from tests.inference.feedback.conftest import Desk
from tests.inference.feedback.test_retraining import jobs
from tests.inference.feedback.test_retraining_tasks import refused, trained

__all__ = ["jobs"]
USE_CASE = "spend-forecast"
DAY = dt.timedelta(days=1)
MONTH = 30 * DAY
CUSTOMERS, MONTHS, ASKED = 60, 11, 40


def paid(now: dt.datetime, customer: int) -> list[Transaction]:
    """Little in one month and thrice as much in the next, in two categories; half of the customers begin with much."""
    rng = Random(customer)
    level = 10 ** rng.uniform(4, 6)
    return [
        Transaction(
            customer_id=f"c-{customer}", amount_minor=round(level * rng.uniform(0.9, 1.1) * (3 if (back + customer) % 2 else 1)),
            currency="INR", category=category, occurred_at=now - back * MONTH - rng.uniform(1, 29) * DAY,
        )
        for back in range(MONTHS)
        for category in ("groceries", "shopping")
        for _ in range(2)
    ]  # fmt: skip


def next_month(now: dt.datetime, customer: int) -> float:
    """What comes: by the same rule, about."""
    newest = sum(each.amount_minor for each in paid(now, customer) if each.occurred_at > now - MONTH)
    return newest * 3 if customer % 2 == 0 else newest / 3


async def asked(desk: Desk, history: CustomerHistory) -> Decision[Answer]:
    return await desk.services.decisions.decide(desk.caller, DecideCommand(use_case=USE_CASE, event=history))


@pytest.mark.parametrize("source", ["facts", "decisions"])
async def test_a_shadow_knows_how_our_customers_spend(
    desk: Desk,
    database: Database,
    tenancy: TenantServices,
    payments: Payments,
    jobs: TrainingJobs,
    source: str,
) -> None:
    """Without a word of feedback: of all stored payments, or of those that questions brought. The job's version is nearer to what then
    comes than what answers, decides once it is deployed, and a replay says the same."""
    now = desk.clock.now()
    for customer in range(CUSTOMERS):
        if source == "facts" or customer < ASKED:
            await payments.ingest_many(desk.caller, paid(now, customer))
        if source == "decisions":
            await asked(
                desk,
                CustomerHistory(
                    customer_id=f"c-{customer}", currency="INR", transactions=paid(now, customer)
                ),
            )
    request = msgspec.convert({"use_case": USE_CASE, "source": source}, TrainingRequest)
    job, manifest, card = await trained(desk, database, tenancy, jobs, request)
    assert (manifest.inputs, manifest.feature_set) == ("facts", "forecast/1")
    assert job.rows is not None
    assert job.rows > 2_000
    notes = cast("list[str]", card["notes"])
    assert any(f"Learned from what {CUSTOMERS} customers spent" in note for note in notes)
    assert any("that of the champion, starter" in note for note in notes)
    truths = []
    for customer in range(ASKED):
        made = await asked(desk, CustomerHistory(customer_id=f"c-{customer}", months=2))
        truths.append(
            Feedback(decision_id=made.id, value=next_month(now, customer), observed_at=now + MONTH - 2 * DAY)
        )
    await desk.services.shadows.close()
    desk.clock.advance(MONTH - DAY)
    await desk.feedback.record_many(desk.caller, truths)
    found = await MetricsService(database, desk.clock).read(desk.caller, USE_CASE)
    errors = {each.role: each.mean_absolute_error.value for each in found.numbers}
    assert errors["shadow"] < 0.8 * errors["champion"]
    assert job.version_id is not None
    await desk.services.deployments.deploy(desk.caller, USE_CASE, job.version_id, Deploy())
    decided = await asked(
        desk, CustomerHistory(customer_id="c-new", currency="INR", transactions=[
            msgspec.structs.replace(each, customer_id="c-new") for each in paid(desk.clock.now(), 100)
        ]),
    )  # fmt: skip
    answer = cast("SpendForecastAnswer", decided.answer)
    assert parse("ver", decided.model.version_id) == job.version_id
    assert answer.spend_minor_p50 == pytest.approx(next_month(desk.clock.now(), 100), rel=0.3)
    assert answer.probability > 0.9
    replay = await desk.services.replays.replay(desk.caller, parse("dec", decided.id))
    assert replay.verdict == "identical"


async def test_too_few_payments_say_how_many(
    desk: Desk, database: Database, tenancy: TenantServices, payments: Payments, jobs: TrainingJobs
) -> None:
    """A job with too little says how much there is, how much is needed, and how to come by it."""
    await payments.ingest_many(desk.caller, paid(desk.clock.now(), 1)[-12:])
    reason = await refused(
        desk, database, tenancy, jobs, TrainingRequest(use_case=USE_CASE, source="facts", days=1_000)
    )
    assert "(customers read: 1)" in reason
    assert "at least 200 are needed, with 20 of each kind" in reason
    assert "`source: facts`" in reason


NOW = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)


def of_months(spent: list[int]) -> CustomerHistory:
    """The newest month last."""
    last = month_number("2026-10")
    months = [last - back for back in reversed(range(len(spent)))]
    spending = [
        MonthSpend(month=f"{each // 12}-{each % 12 + 1:02d}", category="rent", amount_minor=amount)
        for each, amount in zip(months, spent, strict=True)
    ]
    return CustomerHistory(customer_id="asha", currency="INR", spending=spending)


def heard(event: CustomerHistory, at: dt.datetime, value: float | None = None) -> list[Example]:
    lesson = SpendingLesson(Wanted(seed=1))
    rows = np.array(forecasts.rows(event, at), np.float64).astype(np.float32)
    lesson.hear(
        Asked(
            decision_id=uuid4(), customer=uuid4(), at=at, event=event, rows=rows, answer=None, happened=None, value=value, label=None,
        )
    )  # fmt: skip
    return list(lesson.examples())


def test_rows_are_of_then_and_truths_are_what_came() -> None:
    """Of months: each moment's rows as that moment's question had them, months that came later unseen, their truths by hand."""
    spent = [100, 110, 90, 200, 50, 0, 300]
    found = heard(of_months(spent), NOW)
    assert {each.order for each in found} == {
        begin_of(month_number("2026-10") + 1 - back) for back in range(5)
    }
    by_row = {}
    for back in range(1, 6):
        known = of_months(spent)
        then = msgspec.structs.replace(known, spending=known.spending[: len(spent) - back], months=back)
        rows = forecasts.rows(then, begin_of(month_number("2026-10") + 1 - back))
        for place, row in enumerate(rows):
            came, base = (
                spent[len(spent) - back + place // 2],
                np.mean(spent[max(0, len(spent) - back - 3) : len(spent) - back]),
            )
            by_row[str(row)] = (came > base, log(SHIFT + came / base))
    assert len(found) == len(by_row)
    for each in found:
        happened, ratio = by_row[str(each.row)]
        assert each.happened == happened
        assert [each.values[name] for name in HEADS] == pytest.approx([ratio] * 3)


def test_what_was_told_counts_too() -> None:
    """A value of a question is the truth of its next month, of all spending."""
    plain, told = heard(of_months([100] * 7), NOW), heard(of_months([100] * 7), NOW, 250.0)
    assert len(told) == len(plain) + 1
    assert (told[-1].happened, told[-1].order) == (True, NOW + MONTH)
    assert told[-1].values[HEADS[0]] == pytest.approx(log(SHIFT + 2.5))


def test_nothing_was_spent_before() -> None:
    """Where no spending came before there is no ratio, and the truth is whether any came."""
    rows = [
        each for each in heard(of_months([5, 0, 0, 0, 0, 8, 0, 9]), NOW) if np.isnan(each.values[HEADS[0]])
    ]
    assert {each.happened for each in rows} == {True, False}
