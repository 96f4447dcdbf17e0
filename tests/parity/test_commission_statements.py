"""Commission statements: the same answers and the same refusals on both faces."""

from typing import cast
from uuid import uuid4

from tests.parity.faces import Parity, Plain
from tests.parity.test_commission_agreements import an_agreement, kept

ZEROES = ("detail", "reversed")  # REST leaves out what equals its default, gRPC says it


def a_statement(partner_id: str, **changes: object) -> dict[str, object]:
    return {
        "id": f"s-{uuid4()}",
        "partner_id": partner_id,
        "currency": "INR",
        "starts_at": "2026-10-01T00:00:00+05:30",
        "ends_at": "2026-11-01T00:00:00+05:30",
        "sales": [
            {"product": "loans", "amount_minor": 600_000, "sold_at": "2026-10-07T11:00:00+05:30"},
            {"product": "loans", "amount_minor": 600_001, "sold_at": "2026-10-09T11:00:00+05:30"},
        ],
        "paid_minor": 17_300,
        "tax_withheld_minor": 446,
        **changes,
    }


async def test_a_statement_is_kept_disputed_and_settled(parity: Parity) -> None:
    """Both faces keep one statement and say the same of it, line by line; its steps follow one another on either."""
    partner = f"partner-{uuid4()}"
    agreed = await kept(parity, an_agreement(partner_id=partner))
    sent = a_statement(partner)
    made, _ = await parity.both("createCommissionStatement", sent, ignored=ZEROES)
    body = made.body
    assert (body["agreement_id"], body["status"], body["difference_minor"]) == (
        agreed.body["id"],
        "short",
        -5_000,
    )
    assert body["reasons"] == ["bonus_missing"]
    reckoned = cast("Plain", body["reckoning"])
    lines = cast("list[Plain]", reckoned["lines"])
    assert [(each["kind"], each["amount_minor"]) for each in lines] == [
        ("base", 12_000), ("slab", 6_000), ("bonus", 5_000), ("deduction", 700), ("withheld", 446), ("added", 4_014),
    ]  # fmt: skip
    named = {"statement_id": body["id"]}
    said = {"reason": "sale_missing", "note": "The third one."}
    key = {"x-api-key": parity.product.asha.sandbox_key}
    disputed = await parity.rest("disputeCommissionStatement", {**named, **said}, key)
    assert disputed.body["status"] == "disputed"
    refused, _ = await parity.both("disputeCommissionStatement", {**named, **said})
    assert refused.code == "commission_statement_not_open"
    settled = await parity.rpc("settleCommissionStatement", {**named, "reason": "difference_paid"}, key)
    assert settled.body["status"] == "settled"
    fetched, _ = await parity.both("getCommissionStatement", named, ignored=ZEROES)
    steps = cast("list[Plain]", fetched.body["steps"])
    assert [(each["status"], each["note"]) for each in steps] == [
        ("disputed", "The third one."),
        ("settled", None),
    ]
    listed, _ = await parity.both(
        "listCommissionStatements",
        {"partner_id": partner, "status": "settled", "period_from": "2026-10-05T00:00:00Z", "limit": 1},
    )
    assert [each["id"] for each in cast("list[Plain]", listed.body["data"])] == [body["id"]]


async def test_refusals_are_alike(parity: Parity) -> None:
    """No agreement, a period that is stated, amounts told twice and unknown ids have the same codes and fields."""
    partner = f"partner-{uuid4()}"
    nothing, _ = await parity.both("createCommissionStatement", a_statement(partner))
    assert (nothing.code, nothing.fields) == ("payment_refused", ("starts_at",))
    await kept(parity, an_agreement(partner_id=partner))
    await parity.both("createCommissionStatement", a_statement(partner, id=f"{partner}-1"), ignored=ZEROES)
    again, _ = await parity.both("createCommissionStatement", a_statement(partner))
    assert again.code == "commission_period_stated"
    other, _ = await parity.both(
        "createCommissionStatement", a_statement(partner, id=f"{partner}-1", paid_minor=1)
    )
    assert other.code == "commission_statement_conflict"
    twice, _ = await parity.both("createCommissionStatement", a_statement(partner, payout_ids=["one"]))
    assert twice.fields == ("payout_ids",)
    odd, _ = await parity.both("createCommissionStatement", a_statement(partner, agreement_id="agr_1"))
    assert odd.fields == ("agreement_id",)
    gone, _ = await parity.both("createCommissionStatement", a_statement(partner, replaces="cos_" + "0" * 26))
    assert gone.fields == ("replaces",)
    page, _ = await parity.both("listCommissionStatements", {"partner_id": partner})
    (mine,) = cast("list[Plain]", page.body["data"])
    hidden, _ = await parity.both(
        "getCommissionStatement", {"statement_id": mine["id"]}, credential=parity.product.other.sandbox_key
    )
    assert hidden.code == "commission_statement_not_found"
