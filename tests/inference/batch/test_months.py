"""Batches of months: a row that sends them is answered as the request is, beside rows that send payments; others refuse it by name."""

import msgspec

from inference.entities import DecideCommand
from inference.event_kinds import EVENTS
from payments.history_facts import CustomerHistory
from tests.inference.batch.conftest import Desk
from tests.inference.batch.test_facts import table

MONTHS = {
    "customer_id": "cust_7",
    "currency": "INR",
    "months": 4,
    "spending": [
        {"month": f"2026-{month:02d}", "category": name, "amount_minor": 10_000 * month + len(name)}
        for month in range(2, 11)
        for name in ("rent", "zoo")
    ],
}


async def test_months_in_a_cell(still_desk: Desk) -> None:
    """The forecast, its score and reasons are those of the request, to the last digit."""
    rows = [MONTHS, EVENTS["history"].example]
    batch = await still_desk.done(table(rows), use_case="spend-forecast")
    assert (batch.failure, batch.progress.rows, batch.progress.refused) == (None, 2, 0)
    for row, facts in zip((await still_desk.parquet(batch)).rows(named=True), rows, strict=True):
        event = msgspec.convert(facts, CustomerHistory)
        made = await still_desk.inference.decisions.decide(
            still_desk.caller, DecideCommand(use_case="spend-forecast", event=event)
        )
        assert made.answer is not None
        said = msgspec.to_builtins(made.answer)
        assert row["forecast"] == msgspec.json.encode(said["forecast"]).decode()
        assert (row["probability"], row["spend_minor_p90"]) == (said["probability"], said["spend_minor_p90"])
        assert row["reasons"] == " ".join(reason.text for reason in made.reasons)


async def test_months_where_payments_are_read(still_desk: Desk) -> None:
    """A row is refused for what the request is refused for."""
    batch = await still_desk.done(table([MONTHS, EVENTS["history"].example]), use_case="segment")
    assert (batch.failure, batch.progress.rows, batch.progress.refused) == (None, 1, 1)
    ((line, column, reason),) = await still_desk.refused(batch)
    assert (line, column, reason) == ("2", "spending", "It is read from payments.")
