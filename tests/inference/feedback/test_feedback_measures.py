"""Truths that are numbers: measured beside what was said, corrected, taken back, and nobody else's."""

import datetime as dt
from typing import cast

import msgspec
import pytest

from core.clock import ManualClock
from core.database import Database
from inference.entities import DecideCommand
from inference.event_kinds import EVENTS
from inference.feedback_entities import Feedback
from inference.live_errors import NumberMetrics
from inference.live_metrics import MetricsService
from payments.invoice_facts import Invoice
from tenants.principals import Principal
from tests.inference.feedback.conftest import Desk

USE_CASE = "payment-delay"
DAY = dt.timedelta(days=1)


async def decided(desk: Desk) -> tuple[str, float]:
    """Returns: a decision about an invoice, and the days that it said."""
    now = desk.clock.now()
    example = msgspec.convert({**EVENTS["invoice"].example, "history": []}, Invoice)
    invoice = msgspec.structs.replace(example, issued_at=now - 10 * DAY, due_at=now + 20 * DAY)
    made = await desk.services.decisions.decide(desk.caller, DecideCommand(use_case=USE_CASE, event=invoice))
    return made.id, cast("float", getattr(made.answer, "days_p50"))  # noqa: B009 - of the kind of answer


async def figures(database: Database, caller: Principal, clock: ManualClock) -> list[NumberMetrics]:
    return (await MetricsService(database, clock).read(caller, USE_CASE)).numbers


async def test_the_truth_that_stands_is_measured(desk: Desk, database: Database, clock: ManualClock) -> None:
    """A corrected number replaces the one before; a correction without a number takes it back; a starter gives no P10."""
    first, days = await decided(desk)
    second, _ = await decided(desk)
    now = clock.now()
    told = [
        Feedback(decision_id=first, value=days + 3, observed_at=now),
        Feedback(decision_id=second, value=days + 5, observed_at=now),
    ]
    await desk.feedback.record_many(desk.caller, told)
    (found,) = await figures(database, desk.caller, clock)
    assert (found.measured, found.within_p10_p90) == (2, None)
    assert found.mean_absolute_error.value == pytest.approx(4)
    assert found.bias.value == pytest.approx(-4)
    assert found.median_absolute_error.low == pytest.approx(3)
    assert found.median_absolute_error.high == pytest.approx(5)
    assert found.below_p90 is not None
    await desk.feedback.record(
        desk.caller, Feedback(decision_id=second, value=days + 1, observed_at=now + DAY / 24)
    )
    (found,) = await figures(database, desk.caller, clock)
    assert found.measured == 2
    assert found.mean_absolute_error.value == pytest.approx(2)
    await desk.feedback.record(
        desk.caller, Feedback(decision_id=second, happened=True, observed_at=now + DAY / 12)
    )
    (found,) = await figures(database, desk.caller, clock)
    assert found.measured == 1
    assert found.mean_absolute_error.value == pytest.approx(3)


async def test_a_stranger_sees_no_figures(
    desk: Desk, database: Database, clock: ManualClock, stranger: Principal
) -> None:
    """Rows of measured truths are the environment's own."""
    first, days = await decided(desk)
    await desk.feedback.record(desk.caller, Feedback(decision_id=first, value=days, observed_at=clock.now()))
    assert len(await figures(database, desk.caller, clock)) == 1
    assert await figures(database, stranger, clock) == []
