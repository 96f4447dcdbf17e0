"""Connectors are the same on both faces; gateways' own webhooks come in over REST."""

import datetime as dt
import hmac
import json
from uuid import uuid4

from tests.parity.faces import Parity

ANEW = ("id", "created_at", "webhook_path", "name")


async def test_connectors_live_the_same_life(parity: Parity) -> None:
    """Create, get, rotate, list and remove; credentials are in no answer."""
    asked = {
        "name": "parity-one", "preset": "razorpay", "username": "rzp", "secret": "s3cret", "webhook_secret": "hook",
    }  # fmt: skip
    rest, rpc = await parity.both(
        "createConnector",
        asked,
        rest_key=str(uuid4()),
        rpc_key=str(uuid4()),
        rpc_only={"name": "parity-two"},
        ignored=ANEW,
    )
    assert rest.code == "ok"
    assert not {"secret", "username", "webhook_secret"} & set(rest.body)
    one, two = ({"connector_id": made.body["id"]} for made in (rest, rpc))
    await parity.both("getConnector", one)
    await parity.both("rotateConnector", {**one, "secret": "new"}, rpc_only=two, ignored=ANEW)
    await parity.both("listConnectors", {"limit": 1})
    taken, _ = await parity.both(
        "createConnector", asked, rest_key=str(uuid4()), rpc_key=str(uuid4()), ignored=ANEW
    )
    assert taken.code == "connector_exists"
    foreign, _ = await parity.both("getConnector", one, credential=parity.product.other.sandbox_key)
    assert foreign.code == "connector_not_found"
    await parity.both("removeConnector", one, rpc_only=two, ignored=ANEW)
    gone, _ = await parity.both("getConnector", one)
    assert gone.code == "connector_not_found"
    presets, _ = await parity.both("listConnectorPresets")
    assert presets.body["data"]


async def test_what_is_refused_is_refused_alike(parity: Parity) -> None:
    """An unknown preset, a missing secret, an address inside."""
    for wrong, field in (
        ({"preset": "nobody"}, "preset"),
        ({"preset": "stripe"}, "secret"),
        ({"base_url": "https://127.0.0.1/"}, "base_url"),
        ({"base_url": "https://api.example.com/", "auth": "basic"}, "username"),
    ):
        refused, _ = await parity.both(
            "createConnector", {"name": "wrong", **wrong}, rest_key=str(uuid4()), rpc_key=str(uuid4())
        )
        assert refused.fields == (field,)


async def test_a_gateway_is_let_in_by_its_signature(parity: Parity) -> None:
    """The very bytes that were signed are taken, once; changed ones are 401, an unknown address is 404."""
    headers = {"x-api-key": parity.product.asha.sandbox_key, "idempotency-key": str(uuid4())}
    asked = {
        "name": "gateway",
        "preset": "razorpay",
        "username": "u",
        "secret": "s",
        "webhook_secret": "hook",
    }
    made = await parity.rest("createConnector", asked, headers)
    path = str(made.body["webhook_path"])
    at = int(dt.datetime.now(dt.UTC).timestamp())
    body = json.dumps({"event": "payout.processed", "created_at": at}, indent=2).encode()
    sent = {
        "x-razorpay-signature": hmac.new(b"hook", body, "sha256").hexdigest(),
        "content-type": "application/json",
    }
    post = parity.product.rest.post
    answers = [await post(path, content=body, headers=sent) for _ in range(2)]
    assert [(each.status_code, each.json()) for each in answers] == [
        (200, {"received": True, "repeated": False}), (200, {"received": True, "repeated": True}),
    ]  # fmt: skip
    assert (await post(path, content=body + b" ", headers=sent)).status_code == 401
    assert (await post(path, content=body)).status_code == 401
    unknown = await post(path[:-1] + ("0" if path[-1] != "0" else "1"), content=body, headers=sent)
    assert (unknown.status_code, unknown.json()["code"]) == (404, "gateway_webhook_unknown")
