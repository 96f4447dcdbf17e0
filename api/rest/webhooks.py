"""Webhooks of ours: endpoints, what they were sent, replays, and the catalogue of events."""

from api.rest.operations import Keyed, delete, get, patch, post
from api.rest.paging import DEFAULT_LIMIT, After, Limit
from api.views.webhooks import (
    EventKindList,
    NewWebhookEndpointView,
    WebhookDeliveryPage,
    WebhookDeliveryView,
    WebhookEndpointPage,
    WebhookEndpointView,
    delivery_page,
    delivery_view,
    endpoint_page,
    endpoint_view,
    event_kinds,
    new_endpoint_view,
)
from core.ids import parse
from resolution.webhooks.deliveries import WebhookDeliveries
from resolution.webhooks.endpoints import WebhookEndpoints
from resolution.webhooks.entities import (
    CreateWebhookEndpoint,
    Replayed,
    ReplayWebhooks,
    RotateWebhookSecret,
    UpdateWebhookEndpoint,
)
from resolution.webhooks.schedule import State
from tenants.permissions import Permission
from tenants.principals import Principal

_ENDPOINT = {
    "id": "whk_01kc1x5w3efvr9q2d8m4n6p7hs",
    "url": "https://hooks.example.com/countermark",
    "description": "the payouts desk",
    "events": ["payout.*"],
    "status": "enabled",
    "created_at": "2026-11-21T04:46:01.610208Z",
    "created_by": "mbr_01kc1x5w3ceyp8s1r7t3v5w9ya",
    "failing_since": None,
    "disabled_at": None,
    "disabled_reason": None,
}
_NEW = {"webhook_endpoint": _ENDPOINT, "secret": "whsec_<44 characters of base64>"}
_DELIVERY = {
    "message_id": "evt_01kc1x5w3efvr9q2d8m4n6p7hs",
    "endpoint_id": "whk_01kc1x5w3efvr9q2d8m4n6p7hs",
    "event": "payout.stuck",
    "subject": "pyt_01kc1x5w3efvr9q2d8m4n6p7hs",
    "state": "waiting",
    "tries": 1,
    "attempts": [{"at": "2026-11-21T04:46:01.610208Z", "status": 503, "ms": 41, "error": None}],
    "due_at": "2026-11-21T04:46:06.61Z",
    "created_at": "2026-11-21T04:46:01.610208Z",
}
_DISABLED = {422: "The endpoint is disabled."}


@post(
    "/webhook-endpoints",
    operation_id="createWebhookEndpoint",
    summary="Create a webhook endpoint",
    tag="webhooks",
    status=201,
    keyed=Keyed.REQUIRED,
    example={"url": "https://hooks.example.com/countermark", "events": ["payout.*"]},
    answer_example=_NEW,
)
async def create_webhook_endpoint(
    caller: Principal, data: CreateWebhookEndpoint, webhook_endpoints: WebhookEndpoints
) -> NewWebhookEndpointView:
    """Events from now on are sent there, signed by Standard Webhooks with the `secret`, which is shown in this answer alone."""
    return new_endpoint_view(await webhook_endpoints.create(caller, data))


@get(
    "/webhook-endpoints",
    operation_id="listWebhookEndpoints",
    summary="List webhook endpoints",
    tag="webhooks",
    answer_example={"data": [_ENDPOINT], "has_more": False, "next_after": None},
)
async def list_webhook_endpoints(
    caller: Principal, webhook_endpoints: WebhookEndpoints, after: After = None, limit: Limit = DEFAULT_LIMIT
) -> WebhookEndpointPage:
    """Newest first."""
    start = None if after is None else parse("whk", after)
    return endpoint_page(await webhook_endpoints.list_page(caller, start, limit))


@get(
    "/webhook-endpoints/{endpoint_id:str}",
    operation_id="getWebhookEndpoint",
    summary="Get a webhook endpoint",
    tag="webhooks",
    answer_example=_ENDPOINT,
)
async def get_webhook_endpoint(
    caller: Principal, endpoint_id: str, webhook_endpoints: WebhookEndpoints
) -> WebhookEndpointView:
    """Everything but its secrets."""
    return endpoint_view(await webhook_endpoints.get(caller, parse("whk", endpoint_id)))


@patch(
    "/webhook-endpoints/{endpoint_id:str}",
    operation_id="updateWebhookEndpoint",
    summary="Change a webhook endpoint",
    tag="webhooks",
    keyed=Keyed.OPTIONAL,
    example={"events": ["payout.*", "case.opened"]},
    answer_example=_ENDPOINT,
)
async def update_webhook_endpoint(
    caller: Principal, endpoint_id: str, data: UpdateWebhookEndpoint, webhook_endpoints: WebhookEndpoints
) -> WebhookEndpointView:
    """What is left out stays. `enabled` false ends what waits for it; true lets it have events again."""
    return endpoint_view(await webhook_endpoints.update(caller, parse("whk", endpoint_id), data))


@post(
    "/webhook-endpoints/{endpoint_id:str}/rotate-secret",
    operation_id="rotateWebhookSecret",
    summary="Rotate a webhook endpoint's secret",
    tag="webhooks",
    status=201,
    keyed=Keyed.REQUIRED,
    example={"grace_s": 86400},
    answer_example=_NEW,
)
async def rotate_webhook_secret(
    caller: Principal, endpoint_id: str, data: RotateWebhookSecret, webhook_endpoints: WebhookEndpoints
) -> NewWebhookEndpointView:
    """Messages carry signatures by both secrets until the grace period of the old one ends; a third one ends the first at once."""
    return new_endpoint_view(await webhook_endpoints.rotate(caller, parse("whk", endpoint_id), data))


@delete(
    "/webhook-endpoints/{endpoint_id:str}",
    operation_id="removeWebhookEndpoint",
    summary="Remove a webhook endpoint",
    tag="webhooks",
    keyed=Keyed.OPTIONAL,
    answer_example=_ENDPOINT,
)
async def remove_webhook_endpoint(
    caller: Principal, endpoint_id: str, webhook_endpoints: WebhookEndpoints
) -> WebhookEndpointView:
    """With its secrets, and with what waited for it. Answers what it was."""
    return endpoint_view(await webhook_endpoints.remove(caller, parse("whk", endpoint_id)))


@post(
    "/webhook-endpoints/{endpoint_id:str}/ping",
    operation_id="pingWebhookEndpoint",
    summary="Send a test",
    tag="webhooks",
    status=202,
    keyed=Keyed.OPTIONAL,
    answer_example=_DELIVERY,
    responses=_DISABLED,
)
async def ping_webhook_endpoint(
    caller: Principal, endpoint_id: str, webhook_deliveries: WebhookDeliveries
) -> WebhookDeliveryView:
    """Queues a `webhook.ping` for this endpoint alone; its deliveries tell what came of it."""
    return delivery_view(await webhook_deliveries.ping(caller, parse("whk", endpoint_id)))


@post(
    "/webhook-endpoints/{endpoint_id:str}/replay",
    operation_id="replayWebhooks",
    summary="Send messages again",
    tag="webhooks",
    status=202,
    keyed=Keyed.OPTIONAL,
    example={"since": "2026-11-20T00:00:00Z"},
    answer_example={"queued": 12, "more": False, "next_since": None},
    responses=_DISABLED,
)
async def replay_webhooks(
    caller: Principal, endpoint_id: str, data: ReplayWebhooks, webhook_deliveries: WebhookDeliveries
) -> Replayed:
    """One message by `message_id`, or up to 1,000 of the last 30 days `since` a time, under the ids that they had."""
    return await webhook_deliveries.replay(caller, parse("whk", endpoint_id), data)


@get(
    "/webhook-endpoints/{endpoint_id:str}/deliveries",
    operation_id="listWebhookDeliveries",
    summary="List what an endpoint was sent",
    tag="webhooks",
    answer_example={"data": [_DELIVERY], "has_more": False, "next_after": None},
)
async def list_webhook_deliveries(
    caller: Principal,
    endpoint_id: str,
    webhook_deliveries: WebhookDeliveries,
    state: State | None = None,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> WebhookDeliveryPage:
    """Newest message first, with each try's time, status and milliseconds."""
    start = None if after is None else parse("evt", after)
    endpoint = parse("whk", endpoint_id)
    return delivery_page(await webhook_deliveries.list_page(caller, endpoint, start, limit, state=state))


@get(
    "/event-kinds",
    operation_id="listEventKinds",
    summary="List the kinds of events",
    tag="webhooks",
)
async def list_event_kinds(caller: Principal) -> EventKindList:
    """The catalogue: what each event is about, and what its data look like."""
    caller.require(Permission.WEBHOOKS_READ)
    return event_kinds()


HANDLERS = [
    create_webhook_endpoint,
    list_webhook_endpoints,
    get_webhook_endpoint,
    update_webhook_endpoint,
    rotate_webhook_secret,
    remove_webhook_endpoint,
    ping_webhook_endpoint,
    replay_webhooks,
    list_webhook_deliveries,
    list_event_kinds,
]
