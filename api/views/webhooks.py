"""Webhook endpoints, what they were sent, and the catalogue of events, as both faces show them."""

import datetime as dt
from typing import Literal

import msgspec

from api.views.rulesets import JsonAny
from core.event_kinds import EVENT_KINDS, EventKind
from core.ids import public
from core.pages import Page
from resolution.webhooks.entities import Attempt, Delivery, Endpoint, NewEndpoint
from resolution.webhooks.schedule import Disabled, State


class WebhookEndpointView(msgspec.Struct, frozen=True, kw_only=True):
    """Where events are sent, and whether. events: kinds, families and `*` that it asked for.

    failing_since: the first failure since the last success. disabled_reason: `gone` where it answered 410, `failing` where it took
    nothing for three days.
    """

    id: str
    url: str
    description: str
    events: list[str]
    status: Literal["enabled", "disabled"]
    created_at: dt.datetime
    created_by: str
    failing_since: dt.datetime | None
    disabled_at: dt.datetime | None
    disabled_reason: Disabled | None


class NewWebhookEndpointView(msgspec.Struct, frozen=True, kw_only=True):
    """An endpoint and a new secret of it, `whsec_…`, which is shown this once."""

    webhook_endpoint: WebhookEndpointView
    secret: str


class WebhookEndpointPage(msgspec.Struct, frozen=True, kw_only=True):
    """Webhook endpoints, newest first."""

    data: list[WebhookEndpointView]
    has_more: bool
    next_after: str | None


class WebhookDeliveryView(msgspec.Struct, frozen=True, kw_only=True):
    """One message to one endpoint. message_id: its `webhook-id`. tries: of the present round of the schedule.

    attempts: the last thirty, oldest first. due_at: when it is tried next; null when it is not.
    """

    message_id: str
    endpoint_id: str
    event: str
    subject: str
    state: State
    tries: int
    attempts: list[Attempt]
    due_at: dt.datetime | None
    created_at: dt.datetime


class WebhookDeliveryPage(msgspec.Struct, frozen=True, kw_only=True):
    """Deliveries of one endpoint, newest message first."""

    data: list[WebhookDeliveryView]
    has_more: bool
    next_after: str | None


class EventKindView(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of event. subject: the prefix of the id that it is about. example: of a message's `data`."""

    name: str
    about: str
    subject: str
    example: dict[str, JsonAny]


class EventKindList(msgspec.Struct, frozen=True, kw_only=True):
    """Every kind of event, by its noun."""

    data: list[EventKindView]


def endpoint_view(endpoint: Endpoint) -> WebhookEndpointView:
    return WebhookEndpointView(
        id=public("whk", endpoint.id),
        url=endpoint.url,
        description=endpoint.description,
        events=endpoint.kinds,
        status="enabled" if endpoint.disabled_at is None else "disabled",
        created_at=endpoint.created_at,
        created_by=endpoint.created_by,
        failing_since=endpoint.failing_since,
        disabled_at=endpoint.disabled_at,
        disabled_reason=endpoint.disabled_reason,
    )


def new_endpoint_view(made: NewEndpoint) -> NewWebhookEndpointView:
    return NewWebhookEndpointView(webhook_endpoint=endpoint_view(made.endpoint), secret=made.secret)


def endpoint_page(page: Page[Endpoint]) -> WebhookEndpointPage:
    return WebhookEndpointPage(
        data=[endpoint_view(each) for each in page.data], has_more=page.has_more, next_after=page.next_after
    )


def delivery_view(delivery: Delivery) -> WebhookDeliveryView:
    return WebhookDeliveryView(
        message_id=public("evt", delivery.message_id),
        endpoint_id=public("whk", delivery.endpoint_id),
        event=delivery.kind,
        subject=delivery.subject,
        state=delivery.state,
        tries=delivery.tries,
        attempts=delivery.attempts,
        due_at=delivery.due_at,
        created_at=delivery.created_at,
    )


def delivery_page(page: Page[Delivery]) -> WebhookDeliveryPage:
    return WebhookDeliveryPage(
        data=[delivery_view(each) for each in page.data], has_more=page.has_more, next_after=page.next_after
    )


def event_kinds() -> EventKindList:
    return EventKindList(data=[_kind_view(each) for _, each in sorted(EVENT_KINDS.items())])


def _kind_view(kind: EventKind) -> EventKindView:
    return EventKindView(name=kind.name, about=kind.about, subject=kind.subject, example=dict(kind.example))
