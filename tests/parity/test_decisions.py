"""Decisions: asked, fetched, listed, computed again and refused, the same on both faces."""

import uuid

from tests.parity.faces import Parity

# What is made anew by each decision: ids, times, and the receipt of the batch it happened to be in.
ANEW = ("id", "entry_id", "decided_at", "receipt", "transaction_id", "duplicate_of", "decision_id")


def payment(**changed: object) -> dict[str, object]:
    return {
        "transaction": {
            "id": f"pay-{uuid.uuid4()}",
            "customer_id": f"customer-{uuid.uuid4()}",
            "amount_minor": 250_000,
            "currency": "INR",
            "occurred_at": "2026-11-20T10:00:00Z",
            "direction": "debit",
            "method": "upi",
            "country": "IN",
            **changed,
        }
    }


async def test_a_payment_is_decided(parity: Parity) -> None:
    """The same facts give the same score, reasons, outcome and explanation."""
    asked = {**payment(), "include": ["explanation"]}
    rest, rpc = await parity.both("decideTransactionAnomaly", asked, ignored=ANEW)
    assert rest.body["outcome"] in {"approve", "review", "decline"}
    explanation = rest.body["explanation"]
    assert isinstance(explanation, dict)
    parts = explanation["contributions"].values()
    assert abs(explanation["base_value"] + sum(parts) - explanation["margin"]) < 1e-5
    assert rpc.body["receipt"]["entry_id"] == rpc.body["entry_id"]  # type: ignore[index]


async def test_a_customer_is_decided(parity: Parity) -> None:
    """A customer nobody has heard of has a score, points and reasons too."""
    rest, _ = await parity.both("decideCreditScore", {"customer_id": "nobody"}, ignored=ANEW)
    assert 300 <= rest.body["answer"]["points"] <= 900  # type: ignore[index]
    await parity.both("decideChurnScore", {"customer_id": "nobody"}, ignored=ANEW)


async def test_a_key_finds_the_first_answer(parity: Parity) -> None:
    """The same key and body give the same decision; the same key with another body is refused."""
    asked = payment()
    rest_key, rpc_key = str(uuid.uuid4()), str(uuid.uuid4())
    first = await parity.both(
        "decideTransactionAnomaly", asked, ignored=ANEW, rest_key=rest_key, rpc_key=rpc_key
    )
    again = await parity.both(
        "decideTransactionAnomaly", asked, ignored=ANEW, rest_key=rest_key, rpc_key=rpc_key
    )
    assert [each.body for each in first] == [each.body for each in again]
    refused, _ = await parity.both("decideTransactionAnomaly", payment(), rest_key=rest_key, rpc_key=rpc_key)
    assert refused.code == "idempotency_key_reused"


async def test_a_decision_is_read_back(parity: Parity) -> None:
    """What was answered is what is stored, on either face; it replays to the same bits and opens for an auditor."""
    made, _ = await parity.both("decideTransactionAnomaly", payment(), ignored=ANEW)
    named = {"decision_id": made.body["id"]}
    found, _ = await parity.both("getDecision", named)
    assert found.body == made.body
    replayed, _ = await parity.both("replayDecision", named)
    assert replayed.body["verdict"] == "identical"
    await parity.both("discloseDecision", named)


async def test_decisions_are_listed(parity: Parity) -> None:
    """Filters and pages are the same."""
    customer = f"customer-{uuid.uuid4()}"
    await parity.both("decideTransactionAnomaly", payment(customer_id=customer), ignored=ANEW)
    page, _ = await parity.both("listDecisions", {"customer_id": customer, "limit": 1})
    assert page.body["has_more"] is True
    rest, _ = await parity.both(
        "listDecisions", {"customer_id": customer, "limit": 1, "after": page.body["next_after"]}
    )
    assert rest.body["has_more"] is False
    await parity.both("listDecisions", {"use_case": "credit-score", "outcome": "never"})


async def test_what_cannot_be_asked(parity: Parity) -> None:
    """Refusals name the same field, on both faces."""
    for changed in (
        {"amount_minor": -5},
        {"amount_minor": 0},
        {"currency": "ABC"},
        {"occurred_at": "1970-01-01T00:00:00Z"},
        {"occurred_at": "2999-01-01T00:00:00Z"},
        {"latitude": 91.0, "longitude": 0.0},
    ):
        refused, _ = await parity.both("decideTransactionAnomaly", payment(**changed))
        assert refused.code in {"invalid_request", "payment_refused"}, changed
        assert refused.fields[0].startswith("transaction."), (changed, refused)
    for asked in ({}, {**payment(), "inputs": {"f": 1}}):
        refused, _ = await parity.both("decideTransactionAnomaly", asked)
        assert refused.code in {"invalid_request", "inputs_not_taken"}
        assert refused.fields == (("inputs",) if asked else ("transaction",))


async def test_a_taken_id(parity: Parity) -> None:
    """An id that belongs to a payment of other content is a conflict, and nothing is decided."""
    asked = payment()
    await parity.both("decideTransactionAnomaly", asked, ignored=ANEW)
    taken = {"transaction": {**asked["transaction"], "amount_minor": 1}}  # type: ignore[dict-item]
    refused, _ = await parity.both("decideTransactionAnomaly", taken)
    assert refused.code == "transaction_conflict"


async def test_another_tenants_decision_is_not_found(parity: Parity) -> None:
    made, _ = await parity.both("decideCreditScore", {"customer_id": "mine"}, ignored=ANEW)
    for operation in ("getDecision", "replayDecision", "discloseDecision"):
        refused, _ = await parity.both(
            operation, {"decision_id": made.body["id"]}, credential=parity.product.other.sandbox_key
        )
        assert refused.code == "decision_not_found"


async def test_the_catalogue(parity: Parity) -> None:
    listed, _ = await parity.both("listUseCases")
    for each in listed.body["data"]:  # type: ignore[attr-defined]
        await parity.both("getUseCase", {"use_case": each["name"]})
    unknown, _ = await parity.both("getUseCase", {"use_case": "alchemy"})
    assert unknown.code == "use_case_unknown"


async def test_decisions_are_listed_by_place(parity: Parity) -> None:
    """Region and segment filter the list, together and apart, and match whole names only."""
    region, segment = f"region {uuid.uuid4()}", f"s-{uuid.uuid4()}"
    asked = {**payment(region=region), "segment": segment}
    await parity.both("decideTransactionAnomaly", asked, ignored=ANEW)
    await parity.both("decideTransactionAnomaly", payment(region=f"{region} east"), ignored=ANEW)
    for query, count in (  # each payment is decided once on each face
        ({"region": region}, 2),
        ({"segment": segment}, 2),
        ({"region": region, "segment": segment}, 2),
        ({"region": f"{region} east", "segment": segment}, 0),
    ):
        found, _ = await parity.both("listDecisions", query)
        assert len(found.body["data"]) == count, query  # type: ignore[arg-type]
