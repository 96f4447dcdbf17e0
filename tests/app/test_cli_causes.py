"""`countermark causes`, as it is run: what failed is listed with its money, and one cause is shown."""

import datetime as dt
import json

from payments.attempts.facts import AttemptFact
from tests.app.test_cli_inference import ran
from tests.product import Party, Product


async def test_causes_are_listed_and_shown(
    running: Product, asha: Party, environment: dict[str, str]
) -> None:
    """By order, kind and language; the example of one can be looked up."""
    failed = AttemptFact(
        id="try-1", payment_id="pay-1", gateway="gw-alpha", method="upi", amount_minor=129_900, currency="INR",
        started_at=dt.datetime.now(dt.UTC) - dt.timedelta(minutes=10), result="failed", error_code="gateway_timeout",
    )  # fmt: skip
    stored = await running.services.gateway_attempts.record(asha.system, failed)
    listed = json.loads((await ran(environment, asha, "causes", "list", "--order", "money")).stdout)
    (cause,) = listed["data"]
    assert cause["name"] == "The gateway did not answer in time: at gateway gw-alpha"
    assert cause["money"] == [{"currency": "INR", "amount_minor": 129_900}]
    assert cause["trend"] == "unknown"
    none = json.loads((await ran(environment, asha, "causes", "list", "--kind", "ticket")).stdout)
    assert none["data"] == []
    shown = json.loads(
        (await ran(environment, asha, "causes", "show", cause["id"], "--language", "hi")).stdout
    )
    assert shown["examples"] == [cause["example"]]
    attempt = await running.services.gateway_attempts.get(asha.system, stored.id)
    assert shown["name"] == "भुगतान के प्रयास विफल (gateway_timeout): गेटवे gw-alpha पर"
    assert shown["last_at"].startswith(attempt.started_at.isoformat()[:19])
