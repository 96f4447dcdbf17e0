"""Batches of facts: every use case has a flat form, and a row of it is answered as a request with the same facts is."""

import csv
import datetime as dt
import io
from collections.abc import Mapping, Sequence
from decimal import Decimal

import msgspec
import polars as pl
import pytest

from inference import catalogue
from inference.batch.entities import BatchOptions
from inference.batch.forms import CustomerFacts, form_of
from inference.entities import DecideCommand
from inference.event_kinds import EVENTS
from payments.facts import Transaction
from payments.history_facts import CustomerHistory
from payments.transactions import Payments
from tests.inference.batch.conftest import Desk

PAYMENT: Mapping[str, object] = {
    "id": "pay_1",
    "customer_id": "cust_42",
    "amount_minor": 250_000,
    "currency": "INR",
    "occurred_at": "2026-11-21T11:30:00Z",
    "method": "upi",
    "channel": "app",
    "merchant_id": "shop_1",
    "category": "electronics",
    "device_id": "phone_1",
    "country": "IN",
    "latitude": 12.97,
    "longitude": 77.59,
}


def facts_of(use_case: str) -> Mapping[str, object]:
    """Facts as a request would send them."""
    about = catalogue.get(use_case).input
    if about == "transaction":
        return PAYMENT
    if about == "customer":
        past = [
            {**PAYMENT, "id": f"p{day}", "occurred_at": f"2026-11-{day:02d}T09:00:00Z"}
            for day in range(1, 19)
        ]
        return {"customer_id": "cust_42", "transactions": past}
    return EVENTS[about].example


def cell(value: object) -> str:
    if isinstance(value, str):
        return value
    return msgspec.json.encode(value).decode()


def table(rows: Sequence[Mapping[str, object]]) -> bytes:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, list(dict.fromkeys(name for row in rows for name in row)))
    writer.writeheader()
    writer.writerows({name: cell(value) for name, value in row.items()} for row in rows)
    return buffer.getvalue().encode()


def command(use_case: str, facts: Mapping[str, object]) -> DecideCommand:
    about = catalogue.get(use_case).input
    if about == "transaction":
        return DecideCommand(use_case=use_case, transaction=msgspec.convert(facts, Transaction))
    if about == "customer":
        row = msgspec.convert(facts, CustomerFacts)
        return DecideCommand(use_case=use_case, customer_id=row.customer_id, transactions=row.transactions)
    return DecideCommand(use_case=use_case, event=msgspec.convert(facts, EVENTS[about].facts))


@pytest.mark.parametrize("use_case", catalogue.names())
async def test_a_row_of_facts_is_answered_as_a_request(still_desk: Desk, use_case: str) -> None:
    """Of every use case: the answer's fields, lists among them, confidence, outcome, reasons and notes are the same."""
    facts = facts_of(use_case)
    batch = await still_desk.done(table([facts, facts]), use_case=use_case)
    assert (batch.failure, batch.progress.rows, batch.progress.refused) == (None, 2, 0)
    row = (await still_desk.parquet(batch)).rows(named=True)[1]
    made = await still_desk.inference.decisions.decide(still_desk.caller, command(use_case, facts))
    assert made.answer is not None
    assert made.confidence is not None
    for name in made.answer.__struct_fields__:
        value = getattr(made.answer, name)
        plain = msgspec.to_builtins(value)
        expected = msgspec.json.encode(plain).decode() if isinstance(plain, (list, dict)) else plain
        assert row[name] == expected, name
    assert row["outcome"] == made.outcome
    assert (row["confidence_low"], row["confidence_high"]) == (made.confidence.low, made.confidence.high)
    assert row["reasons"] == " ".join(reason.text for reason in made.reasons)
    assert (row["notes"] or "") == " ".join(made.rules.notes)


async def test_rows_that_are_no_facts_are_refused_with_their_column(still_desk: Desk) -> None:
    """What a request is refused for, a row is: by line, the file's own name of the column, and the reason."""
    wrong = [
        {"amount_minor": "12.5"},
        {"currency": "XYZ"},
        {"occurred_at": "1763724600"},
        {"occurred_at": "2026-11-21T11:30:00"},
        {"longitude": ""},
        {"customer_id": ""},
        {"method": "barter"},
        {"occurred_at": "2031-01-01T00:00:00Z"},
    ]
    rows = [PAYMENT, *({**PAYMENT, **each} for each in wrong), PAYMENT]
    data = table(rows).replace(b"amount_minor", b"Amount (paise)", 1)
    options = BatchOptions(columns={"amount_minor": "Amount (paise)"})
    batch = await still_desk.done(data, options, use_case="transaction-anomaly")
    assert (batch.failure, batch.progress.rows, batch.progress.refused) == (None, 2, 8)
    refused = await still_desk.refused(batch)
    columns = [
        "Amount (paise)",
        "currency",
        "occurred_at",
        "occurred_at",
        "longitude",
        "customer_id",
        "method",
        "occurred_at",
    ]
    assert [(row[0], row[1]) for row in refused] == [
        (str(line), name) for line, name in enumerate(columns, 3)
    ]
    assert (await still_desk.results(batch))["line"].to_list() == [2, 11]


async def test_a_batch_adds_nothing_to_what_is_stored(still_desk: Desk) -> None:
    """Scored twice, payments are neither ingested nor counted: the second time gives the bytes of the first."""
    data = table([{**PAYMENT, "id": f"pay_{number}"} for number in range(20)])
    first = await still_desk.done(data, use_case="transaction-anomaly")
    again = await still_desk.done(data, use_case="transaction-anomaly")
    assert first.progress.rows == 20
    assert await still_desk.text(first) == await still_desk.text(again)
    async with still_desk.base.database.transaction(still_desk.caller.environment_id) as tx:
        counts = [
            await tx.fetchval(f"SELECT count(*) FROM {name}")
            for name in ("payment_transaction", "subject", "decision")
        ]
    assert counts == [0, 0, 0]


async def test_a_past_that_is_not_sent_is_read_from_what_is_stored(still_desk: Desk) -> None:
    """A row that names a customer alone is answered as one that sends the stored payments; one without a past is refused."""
    facts = facts_of("segment")
    past = msgspec.convert(facts, CustomerHistory).transactions
    service = Payments(still_desk.base.database, still_desk.base.tenants.vaults, still_desk.base.clock)
    for payment in past:
        await service.ingest(still_desk.caller, payment)
    for use_case in ("segment", "life-events"):
        sent = await still_desk.done(table([facts]), use_case=use_case)
        named = await still_desk.done(b"customer_id,currency\ncust_42,INR\nnobody,INR\n", use_case=use_case)
        assert (named.failure, named.progress.rows, named.progress.refused) == (None, 1, 1)
        assert await still_desk.text(sent) == await still_desk.text(named)
        ((line, column, reason),) = await still_desk.refused(named)
        assert (line, column) == ("3", "customer_id")
        assert reason


async def test_parquet_of_facts(still_desk: Desk) -> None:
    """Parquet gives what CSV gives, with times, numbers and lists as values or as texts."""
    facts = facts_of("payment-delay")
    from_csv = await still_desk.done(table([facts] * 3), use_case="payment-delay")
    frame = pl.DataFrame([{**facts, "disputed": None}] * 3).with_columns(
        pl.col("issued_at").str.to_datetime(time_zone="UTC"), pl.col("amount_minor").cast(pl.Float64)
    )
    buffer = io.BytesIO()
    frame.write_parquet(buffer)
    from_parquet = await still_desk.done(
        buffer.getvalue(), BatchOptions(format="parquet"), use_case="payment-delay"
    )
    assert (from_parquet.failure, await still_desk.refused(from_parquet)) == (None, [])
    one, other = await still_desk.results(from_csv), await still_desk.results(from_parquet)
    assert one.drop("line").equals(other.drop("line"))


async def test_parquet_of_other_writers(still_desk: Desk) -> None:
    """Ids that are stored as numbers and amounts as decimals give what a CSV of them gives; half a paisa is refused."""
    at = dt.datetime(2026, 11, 20, 10, tzinfo=dt.UTC)
    frame = pl.DataFrame(
        {
            "id": [1.0, 2.0, None],
            "customer_id": [7, 7, 8],
            "amount_minor": [Decimal("2500.00"), Decimal("99.00"), Decimal("0.50")],
            "currency": pl.Series(["INR"] * 3, dtype=pl.Categorical),
            "occurred_at": [at] * 3,
        }
    )
    buffer = io.BytesIO()
    frame.write_parquet(buffer)
    use_case = "transaction-anomaly"
    batch = await still_desk.done(buffer.getvalue(), BatchOptions(format="parquet"), use_case=use_case)
    assert [row[:2] for row in await still_desk.refused(batch)] == [["3", "amount_minor"]]
    said = "id,customer_id,amount_minor,currency,occurred_at\n1,7,2500,INR,2026-11-20T10:00:00Z\n2,7,99,INR,2026-11-20T10:00:00Z\n"
    other = await still_desk.results(await still_desk.done(said.encode(), use_case=use_case))
    assert (await still_desk.results(batch)).drop("line").equals(other.drop("line"))


def test_every_use_case_has_a_flat_form() -> None:
    """Each has columns for all fields of its facts, and says which must be there."""
    for use_case in catalogue.names():
        form = form_of(use_case)
        assert {field.name for field in form.fields} >= set(facts_of(use_case))
        assert any(field.required for field in form.fields)


async def test_a_past_without_the_currency_is_refused(still_desk: Desk) -> None:
    """By line and with its column, sent or stored; the currency of most payments is taken where a row tells none."""
    facts = facts_of("segment")
    past = [{**each, "currency": "USD"} for each in msgspec.to_builtins(facts)["transactions"]]
    rows: list[Mapping[str, object]] = [
        {**facts, "transactions": past, "currency": currency} for currency in ("INR", "USD", "")
    ]
    batch = await still_desk.done(table(rows), use_case="segment")
    ((line, column, reason),) = await still_desk.refused(batch)
    assert (line, column) == ("2", "currency")
    assert "they are in USD" in reason
    named, untold = (await still_desk.results(batch)).drop("line").rows()
    assert named == untold
    service = Payments(still_desk.base.database, still_desk.base.tenants.vaults, still_desk.base.clock)
    for payment in msgspec.convert(facts, CustomerHistory).transactions:
        await service.ingest(still_desk.caller, payment)
    stored = await still_desk.done(b"customer_id,currency\ncust_42,EUR\ncust_42,\n", use_case="segment")
    assert [each[:2] for each in await still_desk.refused(stored)] == [["2", "currency"]]
    assert stored.progress.rows == 1
