"""Webhooks over gRPC: the same use cases as on REST."""

import datetime as dt
from typing import Annotated

import msgspec

from api.rpc.codec import Codec
from api.rpc.methods import Keyed, method
from api.rpc.stubs.countermark.webhooks.v1 import webhooks_pb2 as pb
from api.rpc.tenants import Id, PageQuery
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
    GRACE_DEFAULT_S,
    GRACE_MAX_S,
    CreateWebhookEndpoint,
    Description,
    KindPatterns,
    Replayed,
    ReplayWebhooks,
    RotateWebhookSecret,
    UpdateWebhookEndpoint,
    Url,
)
from resolution.webhooks.schedule import State
from tenants.permissions import Permission
from tenants.principals import Principal

SERVICE = pb.DESCRIPTOR.services_by_name["WebhooksService"]


class _Update(msgspec.Struct, frozen=True, kw_only=True):
    endpoint_id: Id
    url: Url | None = None
    events: KindPatterns | None = None
    description: Description | None = None
    enabled: bool | None = None


class _Rotate(msgspec.Struct, frozen=True, kw_only=True):
    endpoint_id: Id
    grace_s: Annotated[int, msgspec.Meta(ge=0, le=GRACE_MAX_S)] = GRACE_DEFAULT_S


class _Replay(msgspec.Struct, frozen=True, kw_only=True):
    endpoint_id: Id
    message_id: Id | None = None
    since: dt.datetime | None = None
    until: dt.datetime | None = None


class _Deliveries(PageQuery, frozen=True, kw_only=True):
    endpoint_id: Id
    state: State | None = None


ENDPOINT = Codec(WebhookEndpointView, pb.WebhookEndpoint)
ENDPOINTS = Codec(WebhookEndpointPage, pb.ListWebhookEndpointsResponse)
NEW_ENDPOINT = Codec(NewWebhookEndpointView, pb.NewWebhookEndpoint)
CREATE = Codec(CreateWebhookEndpoint, pb.CreateWebhookEndpointRequest)
UPDATE = Codec(_Update, pb.UpdateWebhookEndpointRequest)
ROTATE = Codec(_Rotate, pb.RotateWebhookSecretRequest)
REPLAY = Codec(_Replay, pb.ReplayWebhooksRequest)
REPLAYED = Codec(Replayed, pb.ReplayWebhooksResponse)
QUERY = Codec(PageQuery, pb.ListWebhookEndpointsRequest)
DELIVERIES_QUERY = Codec(_Deliveries, pb.ListWebhookDeliveriesRequest)
DELIVERY = Codec(WebhookDeliveryView, pb.WebhookDelivery)
DELIVERIES = Codec(WebhookDeliveryPage, pb.ListWebhookDeliveriesResponse)
KINDS = Codec(EventKindList, pb.ListEventKindsResponse)


@method(SERVICE, "CreateWebhookEndpoint", keyed=Keyed.REQUIRED)
async def create_webhook_endpoint(
    caller: Principal, request: pb.CreateWebhookEndpointRequest, webhook_endpoints: WebhookEndpoints
) -> pb.NewWebhookEndpoint:
    made = await webhook_endpoints.create(caller, CREATE.struct(request))
    return NEW_ENDPOINT.message(new_endpoint_view(made))


@method(SERVICE, "ListWebhookEndpoints")
async def list_webhook_endpoints(
    caller: Principal, request: pb.ListWebhookEndpointsRequest, webhook_endpoints: WebhookEndpoints
) -> pb.ListWebhookEndpointsResponse:
    query = QUERY.struct(request)
    start = None if query.after is None else parse("whk", query.after)
    return ENDPOINTS.message(endpoint_page(await webhook_endpoints.list_page(caller, start, query.limit)))


@method(SERVICE, "GetWebhookEndpoint")
async def get_webhook_endpoint(
    caller: Principal, request: pb.GetWebhookEndpointRequest, webhook_endpoints: WebhookEndpoints
) -> pb.WebhookEndpoint:
    return ENDPOINT.message(
        endpoint_view(await webhook_endpoints.get(caller, parse("whk", request.endpoint_id)))
    )


@method(SERVICE, "UpdateWebhookEndpoint", keyed=Keyed.OPTIONAL)
async def update_webhook_endpoint(
    caller: Principal, request: pb.UpdateWebhookEndpointRequest, webhook_endpoints: WebhookEndpoints
) -> pb.WebhookEndpoint:
    wanted = UPDATE.struct(request)
    change = UpdateWebhookEndpoint(
        url=wanted.url, events=wanted.events, description=wanted.description, enabled=wanted.enabled
    )
    changed = await webhook_endpoints.update(caller, parse("whk", wanted.endpoint_id), change)
    return ENDPOINT.message(endpoint_view(changed))


@method(SERVICE, "RotateWebhookSecret", keyed=Keyed.REQUIRED)
async def rotate_webhook_secret(
    caller: Principal, request: pb.RotateWebhookSecretRequest, webhook_endpoints: WebhookEndpoints
) -> pb.NewWebhookEndpoint:
    wanted = ROTATE.struct(request)
    command = RotateWebhookSecret(grace_s=wanted.grace_s)
    made = await webhook_endpoints.rotate(caller, parse("whk", wanted.endpoint_id), command)
    return NEW_ENDPOINT.message(new_endpoint_view(made))


@method(SERVICE, "RemoveWebhookEndpoint", keyed=Keyed.OPTIONAL)
async def remove_webhook_endpoint(
    caller: Principal, request: pb.RemoveWebhookEndpointRequest, webhook_endpoints: WebhookEndpoints
) -> pb.WebhookEndpoint:
    removed = await webhook_endpoints.remove(caller, parse("whk", request.endpoint_id))
    return ENDPOINT.message(endpoint_view(removed))


@method(SERVICE, "PingWebhookEndpoint", keyed=Keyed.OPTIONAL)
async def ping_webhook_endpoint(
    caller: Principal, request: pb.PingWebhookEndpointRequest, webhook_deliveries: WebhookDeliveries
) -> pb.WebhookDelivery:
    made = await webhook_deliveries.ping(caller, parse("whk", request.endpoint_id))
    return DELIVERY.message(delivery_view(made))


@method(SERVICE, "ReplayWebhooks", keyed=Keyed.OPTIONAL)
async def replay_webhooks(
    caller: Principal, request: pb.ReplayWebhooksRequest, webhook_deliveries: WebhookDeliveries
) -> pb.ReplayWebhooksResponse:
    wanted = REPLAY.struct(request)
    command = ReplayWebhooks(message_id=wanted.message_id, since=wanted.since, until=wanted.until)
    return REPLAYED.message(
        await webhook_deliveries.replay(caller, parse("whk", wanted.endpoint_id), command)
    )


@method(SERVICE, "ListWebhookDeliveries")
async def list_webhook_deliveries(
    caller: Principal, request: pb.ListWebhookDeliveriesRequest, webhook_deliveries: WebhookDeliveries
) -> pb.ListWebhookDeliveriesResponse:
    query = DELIVERIES_QUERY.struct(request)
    start = None if query.after is None else parse("evt", query.after)
    endpoint = parse("whk", query.endpoint_id)
    page = await webhook_deliveries.list_page(caller, endpoint, start, query.limit, state=query.state)
    return DELIVERIES.message(delivery_page(page))


@method(SERVICE, "ListEventKinds")
async def list_event_kinds(caller: Principal, request: pb.ListEventKindsRequest) -> pb.ListEventKindsResponse:
    caller.require(Permission.WEBHOOKS_READ)
    return KINDS.message(event_kinds())


METHODS = [
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
