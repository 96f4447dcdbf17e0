"""Webhook endpoints, their deliveries and replays are the same on both faces."""

from uuid import UUID, uuid4

from core.ids import public
from tests.parity.faces import Parity
from tests.parity.test_tenants import id_in

ANEW = ("id", "secret", "created_at", "message_id", "endpoint_id", "subject", "due_at", "disabled_at")
ASKED = {"url": "https://hooks.example.com/in", "events": ["payout.*", "case.opened"]}


async def test_endpoints_live_the_same_life(parity: Parity) -> None:
    """Create, get, change, rotate, ping, replay, list and remove; what is refused is refused alike."""
    rest, rpc = await parity.both(
        "createWebhookEndpoint", ASKED, rest_key=str(uuid4()), rpc_key=str(uuid4()), ignored=ANEW
    )
    one, two = ({"endpoint_id": id_in(made.body, "webhook_endpoint")} for made in (rest, rpc))
    await parity.both("getWebhookEndpoint", one)
    changed, _ = await parity.both(
        "updateWebhookEndpoint", {**one, "events": ["*"], "description": "all"}, rpc_only=two, ignored=ANEW
    )
    assert changed.body["events"] == ["*"]
    rotated, _ = await parity.both(
        "rotateWebhookSecret",
        {**one, "grace_s": 60},
        rest_key=str(uuid4()),
        rpc_key=str(uuid4()),
        rpc_only=two,
        ignored=ANEW,
    )
    assert str(rotated.body["secret"]).startswith("whsec_")
    pinged, _ = await parity.both("pingWebhookEndpoint", one, ignored=ANEW)
    message = {"message_id": pinged.body["message_id"]}
    replayed, _ = await parity.both("replayWebhooks", {**one, **message})
    assert replayed.body["queued"] == 1
    listed, _ = await parity.both("listWebhookDeliveries", {**one, "state": "waiting", "limit": 1})
    after = {"limit": 1, "after": listed.body["next_after"]}
    await parity.both("listWebhookDeliveries", {**one, **after})
    await parity.both("listWebhookEndpoints", {"limit": 1})
    disabled, _ = await parity.both(
        "updateWebhookEndpoint", {**one, "enabled": False}, rpc_only=two, ignored=ANEW
    )
    assert disabled.body["status"] == "disabled"
    still, _ = await parity.both("pingWebhookEndpoint", one, rpc_only=two)
    assert still.code == "webhook_endpoint_disabled"
    foreign, _ = await parity.both("getWebhookEndpoint", one, credential=parity.product.other.sandbox_key)
    assert foreign.code == "webhook_endpoint_not_found"
    await parity.both("removeWebhookEndpoint", one, rpc_only=two, ignored=ANEW)
    gone, _ = await parity.both("removeWebhookEndpoint", one, rpc_only=two)
    assert gone.code == "webhook_endpoint_not_found"


async def test_what_is_refused_is_refused_alike(parity: Parity) -> None:
    """An address inside, an unknown event, a replay that says nothing or names nothing."""
    for wrong, field in (
        ({"url": "https://127.0.0.1/"}, "url"),
        ({"url": "http://hooks.example.com/"}, "url"),
        ({"events": ["*", "payout.lost"]}, "events[1]"),
    ):
        refused, _ = await parity.both(
            "createWebhookEndpoint", {**ASKED, **wrong}, rest_key=str(uuid4()), rpc_key=str(uuid4())
        )
        assert refused.fields == (field,)
    made, _ = await parity.both(
        "createWebhookEndpoint", ASKED, rest_key=str(uuid4()), rpc_key=str(uuid4()), ignored=ANEW
    )
    one = {"endpoint_id": id_in(made.body, "webhook_endpoint")}
    nothing, _ = await parity.both("replayWebhooks", one)
    assert nothing.fields == ("since",)
    unknown, _ = await parity.both("replayWebhooks", {**one, "message_id": public("evt", UUID(int=1))})
    assert unknown.code == "webhook_message_not_found"


async def test_the_catalogue_is_the_same(parity: Parity) -> None:
    """Every kind of event, with its example."""
    listed, _ = await parity.both("listEventKinds")
    kinds = listed.body["data"]
    assert isinstance(kinds, list)
    assert {"payout.stuck", "webhook.ping", "gateway.event"} <= {each["name"] for each in kinds}
