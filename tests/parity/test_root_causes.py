"""Root causes: the same on both faces."""

import datetime as dt
from typing import cast
from uuid import uuid4

from tests.parity.faces import Parity

WORDS = ("detail",)


def attempts(gateway: str, at: dt.datetime, failed: int) -> list[dict[str, object]]:
    plain = {
        "gateway": gateway,
        "method": "upi",
        "amount_minor": 5_000,
        "currency": "INR",
        "started_at": at.isoformat(),
    }
    return [
        {
            **plain,
            "id": f"{uuid4()}",
            "payment_id": f"{uuid4()}",
            "result": "failed",
            "error_code": "gateway_down",
        }
        if number < failed
        else {**plain, "id": f"{uuid4()}", "payment_id": f"{uuid4()}", "result": "succeeded"}
        for number in range(60)
    ]


async def test_root_causes(parity: Parity) -> None:
    """A gateway that fails since an hour: both faces name it first, rising, with money and an example, and tell its story.

    At a tenant of which no other scenario tells attempts: failures of several gateways at once may be one cause that names none.
    """
    gateway = f"gw-{uuid4().hex[:8]}"
    caller = parity.product.other.sandbox_key
    key = {"x-api-key": caller}
    now = dt.datetime.now(dt.UTC)
    for day in range(1, 4):
        items = attempts(gateway, now - dt.timedelta(days=day), 1)
        assert (await parity.rest("createGatewayAttempts", {"items": items}, key)).code == "ok"
    await parity.rest(
        "createGatewayAttempts", {"items": attempts(gateway, now - dt.timedelta(minutes=5), 40)}, key
    )
    period = {"since": (now - dt.timedelta(hours=24)).isoformat(), "kind": "attempt", "gateway": gateway}
    listed, _ = await parity.both("listRootCauses", {**period, "limit": 1}, credential=caller)
    cause = cast("list[dict[str, object]]", listed.body["data"])[0]
    assert (cause["trend"], cause["count"], cause["gateway"]) == ("rising", 40, gateway)
    assert cause["money"] == [{"currency": "INR", "amount_minor": 200_000}]
    one = {"cause_id": cause["id"], "since": period["since"]}
    story, _ = await parity.both("getRootCause", one, credential=caller)
    assert sum(each["count"] for each in story.body["series"]) == 40  # type: ignore[attr-defined]
    example, _ = await parity.both("getGatewayAttempt", {"attempt_id": cause["example"]}, credential=caller)
    assert example.body["error_code"] == "gateway_down"
    await parity.both("listRootCauses", {**period, "order": "money", "language": "hi"}, credential=caller)


async def test_refusals(parity: Parity) -> None:
    """Another tenant's cause, one that never was, a range of months and a cursor of nowhere are refused alike."""
    nowhere = "rtc_" + "0" * 26
    lost, _ = await parity.both("getRootCause", {"cause_id": nowhere})
    assert lost.code == "root_cause_not_found"
    long, _ = await parity.both(
        "listRootCauses", {"since": "2026-01-01T00:00:00Z", "until": "2026-03-01T00:00:00Z"}
    )
    assert long.fields == ("since",)
    for year in ("0001", "9999"):
        far, _ = await parity.both(
            "listRootCauses", {"since": f"{year}-12-31T00:00:00Z", "until": f"{year}-12-31T23:30:00Z"}
        )
        assert far.fields == ("since",)
    cursor, _ = await parity.both("listRootCauses", {"after": nowhere})
    assert cursor.fields == ("after",)
    odd, _ = await parity.both("getRootCause", {"cause_id": "alr_" + "0" * 26}, ignored=WORDS)
    assert odd.code == "invalid_id"
