"""What one call does counts against the monthly quota alike, whichever face it came by."""

import datetime as dt

import pytest

from tenants.plans import PLANS, PlanName
from tests.parity.faces import Parity
from tests.product import Party, party

FACES = ("rest", "rpc")


def payment(**changes: object) -> dict[str, object]:
    now = f"{dt.datetime.now(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
    return {"customer_id": "c-1", "amount_minor": 100, "currency": "INR", "occurred_at": now, "method": "upi", **changes}  # fmt: skip


def items(count: int) -> list[dict[str, object]]:
    return [payment(id=f"p-{at}") for at in range(count)]


async def units_of(parity: Parity, who: Party) -> dict[str, tuple[int, int]]:
    """Calls and units of each operation."""
    usage = parity.product.services.usage
    await usage.flush()
    report = await usage.report(who.system, None, None)
    return {one.operation: (one.calls, one.units) for one in report.data}


@pytest.mark.parametrize("face", FACES)
async def test_items_are_units_of_the_quota(parity: Parity, face: str) -> None:
    """Payments of a bulk, use cases of one question and rows of the open protocol are a unit each; what fails is its call alone."""
    who = await party(parity.product.services, f"Units {face}")
    ask = parity.rest if face == "rest" else parity.rpc
    sent = await ask("createTransactions", {"items": items(7)}, who.headers)
    assert sent.code == "ok", sent
    bad = await ask("createTransactions", {"items": [*items(7), payment(currency="XXQ")]}, who.headers)
    assert bad.fields == ("items[7].currency",)
    event = {"id": "l-1", "customer_id": "c-1", "occurred_at": payment()["occurred_at"], "succeeded": True}
    logins = await ask("createLogins", {"items": [event, {**event, "id": "l-2"}]}, who.headers)
    assert logins.code == "ok", logins
    asked = {"transaction": payment(id="p-q"), "use_cases": ["transaction-anomaly", "churn-score"]}
    several = await ask("decideSeveral", asked, who.headers)
    assert several.code == "ok", several
    assert await units_of(parity, who) == {
        "createTransactions": (2, 8),
        "createLogins": (1, 2),
        "decideSeveral": (1, 2),
    }


async def test_what_the_quota_does_not_hold_is_not_begun(parity: Parity) -> None:
    """A bulk beyond the rest of the quota is refused on both faces with what there is to know, and nothing is recorded."""
    services, quota = parity.product.services, PLANS[PlanName.TRIAL].sandbox_quota_per_month
    who = await party(services, "Small Bank")
    await services.tenants.set_plan(who.system, who.system.tenant_id, PlanName.TRIAL)
    assert services.usage.hold(who.system.environment_id, "createBatch", quota - 6, quota) is not None
    refused, _ = await parity.both("createTransactions", {"items": items(7)}, credential=who.sandbox_key)
    assert refused.code == "quota_exhausted"
    answer = await parity.product.rest.post(
        "/api/v1/transactions/bulk", json={"items": items(7)}, headers=who.headers
    )
    assert (answer.status_code, answer.headers["ratelimit-policy"]) == (429, f'"quota";q={quota};w=2678400')
    assert int(answer.headers["retry-after"]) > 0
    listed = await parity.rest("listTransactions", {}, who.headers)
    assert listed.body["data"] == []
    two = await parity.rest("createTransactions", {"items": items(2)}, who.headers)
    assert two.code == "ok", two
