"""Commission agreements: the same answers and the same refusals on both faces."""

from typing import cast
from uuid import uuid4

from tests.parity.faces import Outcome, Parity, Plain


def an_agreement(**changes: object) -> dict[str, object]:
    return {
        "id": f"a-{uuid4()}",
        "partner_id": "partner-1",
        "currency": "INR",
        "starts_at": "2026-04-01T00:00:00+05:30",
        "rules": [{"rate_bps": 100}, {"from_volume_minor": 1_000_000, "rate_bps": 150, "cap_minor": 90_000}],
        "slabs": "whole",
        "rounding": "half_even",
        "bonuses": [{"name": "festival", "from_volume_minor": 500_000, "amount_minor": 5_000}],
        "deductions": [{"name": "desk", "amount_minor": 700}],
        "taxes": [
            {"name": "tds", "rate_bps": 200, "kind": "withheld"},
            {"name": "gst", "rate_bps": 1_800, "kind": "added"},
        ],
        **changes,
    }


PERIOD = {
    "starts_at": "2026-10-01T00:00:00+05:30",
    "ends_at": "2026-11-01T00:00:00+05:30",
    "sales": [
        {"product": "loans", "amount_minor": 600_000, "sold_at": "2026-10-07T11:00:00+05:30"},
        {"product": "loans", "amount_minor": 600_001, "sold_at": "2026-10-09T11:00:00+05:30"},
        {"product": "loans", "amount_minor": 1, "sold_at": "2026-11-09T11:00:00+05:30"},
    ],
    "paid_minor": 16_300,
    "tax_withheld_minor": 445,
}


UNSAID = ("detail", "slabs", "rounding")  # REST leaves out what equals its default, gRPC says it


async def kept(parity: Parity, agreement: Plain) -> Outcome:
    rest, _ = await parity.both(
        "createCommissionAgreement",
        agreement,
        rpc_only={"agreement": agreement},
        ignored=UNSAID,
    )
    return rest


async def test_an_agreement_is_kept_and_computed_by(parity: Parity) -> None:
    """Both faces keep one agreement and compute the same, to the minor unit, with the mistake that explains the difference."""
    made = await kept(parity, an_agreement())
    named = {"agreement_id": made.body["id"]}
    fetched, _ = await parity.both("getCommissionAgreement", named, ignored=UNSAID)
    assert fetched.body == made.body
    rest, _ = await parity.both("computeCommission", {**named, **PERIOD})
    body = rest.body
    assert (body["commission_minor"], body["bonus_minor"], body["deduction_minor"]) == (18_000, 5_000, 700)
    assert (body["earned_minor"], body["tax_withheld_minor"], body["tax_added_minor"]) == (22_300, 446, 4_014)
    assert body["payable_minor"] == 22_300 + 4_014 - 446
    assert body["difference"] == {
        "verdict": "paid_less", "minor": -6_000, "tax_withheld_minor": -1, "explained_by": ["tier_not_applied"],
    }  # fmt: skip
    listed, _ = await parity.both(
        "listCommissionAgreements", {"partner_id": "partner-1", "limit": 1}, ignored=UNSAID
    )
    assert [each["id"] for each in cast("list[Plain]", listed.body["data"])] == [made.body["id"]]


async def test_refusals_are_alike(parity: Parity) -> None:
    """Other content under a taken id, tiers that begin together, and periods outside have the same codes and fields."""
    agreement = an_agreement()
    made = await kept(parity, agreement)
    named = {"agreement_id": made.body["id"]}
    assert (await kept(parity, {**agreement, "currency": "USD"})).code == "commission_agreement_conflict"
    twice = await kept(parity, an_agreement(rules=[{"rate_bps": 1}, {"rate_bps": 2}]))
    assert twice.fields == ("rules[1].from_volume_minor",)
    early, _ = await parity.both(
        "computeCommission",
        {**named, **PERIOD, "starts_at": "2026-03-01T00:00:00Z"},
        ignored=UNSAID,
    )
    assert early.fields == ("starts_at",)
    theirs = parity.product.other.sandbox_key
    hidden, _ = await parity.both("getCommissionAgreement", named, credential=theirs)
    assert hidden.code == "commission_agreement_not_found"
