"""Several use cases in one call, and use cases about a past that is stored: the same on both faces."""

import datetime as dt
import uuid

import pytest

from inference import catalogue
from inference.event_kinds import EVENTS
from tests.parity.faces import Parity
from tests.parity.test_use_cases import MOVING, operation_of
from tests.recent import recent

HISTORIC = ("life-events", "lead-score", "segment", "spend-forecast")
BLOCKS = {
    name: recent(dict(kind.example)) for name, kind in EVENTS.items() if name not in {"history", "statement"}
}
NOW = dt.datetime.now(dt.UTC)
# Decimal digits of scores, which follow the moment of each question.
PASSING = (*MOVING, "happened_at", "starts_at", "distance", "distances", "minor_p10", "minor_p50", "minor_p90", "share",
           "forecast", "spend_minor_p50", "spend_minor_p90", "usual_spend_minor", "traits", "reasons")  # fmt: skip


@pytest.fixture
def live(parity: Parity) -> str:
    """The environment where no test deploys a version of its own columns."""
    return parity.product.asha.live_key


def payment_of(customer: str, **changes: object) -> dict[str, object]:
    return {
        "id": f"pay-{uuid.uuid4()}", "customer_id": customer, "amount_minor": 250_000, "currency": "INR",
        "occurred_at": f"{NOW:%Y-%m-%dT%H:%M:%SZ}", "method": "upi", "region": "mh", "description": "POS 4411 BIG BAZAAR",
        **changes,
    }  # fmt: skip


async def past(parity: Parity, live: str) -> str:
    """Ingest half a year of a customer nobody has heard of before. Returns: their id."""
    customer = f"customer-{uuid.uuid4()}"
    items = [
        payment_of(
            customer, amount_minor=6_000_000 if day % 30 == 1 else 1_000 * (30 + day % 11), category="groceries",
            direction="credit" if day % 30 == 1 else "debit", occurred_at=f"{NOW - dt.timedelta(days=day):%Y-%m-%dT%H:%M:%SZ}",
        )
        for day in range(1, 180, 3)
    ]  # fmt: skip
    made = await parity.rest("createTransactions", {"items": items}, {"x-api-key": live})
    assert made.code == "ok", made
    return customer


async def test_all_use_cases_are_decided_together(parity: Parity, live: str) -> None:
    """One payment, every use case, one commit: in the order asked, under one signature, the payment ingested once."""
    customer = await past(parity, live)
    names = list(catalogue.names())
    asked = {"transaction": payment_of(customer), "use_cases": names, **BLOCKS}
    rest, _ = await parity.both("decideSeveral", asked, credential=live, ignored=(*PASSING, "transaction_id"))
    assert rest.code == "ok", rest.body
    made = rest.body["data"]
    assert isinstance(made, list)
    assert [each["use_case"] for each in made] == names
    assert {each["receipt"]["batch_size"] for each in made} == {len(names)}
    assert len({each["receipt"]["signature"] for each in made}) == 1
    assert made[names.index("transaction-anomaly")]["transaction_id"] is not None
    listed, _ = await parity.both(
        "listDecisions",
        {"use_case": "credit-score", "customer_id": customer, "region": "mh"},
        credential=live,
    )
    assert len(listed.body["data"]) == 2  # type: ignore[arg-type]
    spoken = await parity.rest("decideSeveral", asked | {"language": "hi"}, {"x-api-key": live})
    said = [reason["text"] for each in spoken.body["data"] for reason in each["reasons"]]  # type: ignore[attr-defined]
    assert all(text.endswith("।") for text in said)


async def test_what_cannot_be_asked_together(parity: Parity, live: str) -> None:
    """The problem names what was wrong, on both faces alike; a key is of the whole call."""
    names = ["transaction-anomaly", "credit-score"]
    asked = {"transaction": payment_of(f"customer-{uuid.uuid4()}"), "use_cases": names}
    for changed, code, field in (
        ({"use_cases": [*names, "credit-score"]}, "not_together", "use_cases[2]"),
        ({"use_cases": [*names, "payout-delay"]}, "invalid_request", "use_cases[2]"),
        ({"use_cases": [*names, "segment"]}, "customer_not_found", "use_cases[2]"),
        ({"payout": BLOCKS["payout"]}, "not_together", "payout"),
        ({"use_cases": ["alchemy"]}, "use_case_unknown", None),
    ):
        refused, _ = await parity.both("decideSeveral", {**asked, **changed}, credential=live)
        assert (refused.code, next(iter(refused.fields), None)) == (code, field)
    for ask in (parity.rest, parity.rpc):
        said = {"x-api-key": live, "idempotency-key": str(uuid.uuid4())}
        first = await ask("decideSeveral", asked, said)
        again = await ask("decideSeveral", asked, said)
        assert first.code == "ok"
        assert again.body == first.body
        other = await ask("decideSeveral", asked | {"use_cases": names[:1]}, said)
        assert other.code == "idempotency_key_reused"


@pytest.mark.parametrize("name", [*HISTORIC, "categorize"])
async def test_a_stored_past_is_answered_from(parity: Parity, live: str, name: str) -> None:
    """Without payments in the body the customer's stored ones are read; unknown or too short pasts are clear errors."""
    field = "statement" if name == "categorize" else "history"
    customer = await past(parity, live)
    rest, _ = await parity.both(
        operation_of(name),
        {field: {"customer_id": customer}, "region": "ka"},
        credential=live,
        ignored=PASSING,
    )
    assert rest.code == "ok", rest.body
    replayed, _ = await parity.both("replayDecision", {"decision_id": rest.body["id"]}, credential=live)
    assert replayed.body["verdict"] == "identical"
    listed, _ = await parity.both(
        "listDecisions", {"region": "ka", "customer_id": customer, "use_case": name}, credential=live
    )
    assert len(listed.body["data"]) == 2  # type: ignore[arg-type]
    nobody = {field: {"customer_id": f"customer-{uuid.uuid4()}"}}
    refused, _ = await parity.both(operation_of(name), nobody, credential=live)
    assert refused.code == "customer_not_found"
    young = f"customer-{uuid.uuid4()}"
    await parity.rest("createTransaction", payment_of(young, description=None), {"x-api-key": live})
    refused, _ = await parity.both(operation_of(name), {field: {"customer_id": young}}, credential=live)
    assert refused.code == "history_too_short"


@pytest.mark.parametrize("name", HISTORIC)
async def test_a_past_in_other_currencies_is_refused(parity: Parity, live: str, name: str) -> None:
    """The field, what the payments are in and how to mend it, on both faces alike, alone and beside a payment."""
    customer = f"customer-{uuid.uuid4()}"
    history = {
        "customer_id": customer,
        "currency": "INR",
        "transactions": [payment_of(customer, currency="USD")],
    }
    refused, _ = await parity.both(operation_of(name), {"history": history}, credential=live)
    assert (refused.code, refused.fields) == ("payment_refused", ("history.currency",))
    asked = {"transaction": payment_of(customer), "use_cases": [name], "history": history}
    beside, _ = await parity.both("decideSeveral", asked, credential=live)
    assert (beside.code, beside.fields) == ("payment_refused", ("use_cases[0]", "history.currency"))
