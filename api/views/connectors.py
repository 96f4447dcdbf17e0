"""Connectors as both faces show them: never their credentials."""

import datetime as dt
from typing import Annotated

import msgspec

from api.views.rulesets import JsonAny
from core.ids import public
from core.pages import Page
from resolution.connectors.entities import Connector, Method
from resolution.connectors.presets import PRESETS, Auth, Channel, Preset, WebhookScheme


class ConnectorView(msgspec.Struct, frozen=True, kw_only=True):
    """Another service that workflows may call, and how far. auth: the kind of its credentials, which are shown to nobody.

    webhook_path: where the service sends its own webhooks to; null where it has no webhook secret.
    """

    id: str
    name: str
    preset: str | None
    base_url: str
    methods: list[Method]
    paths: list[str]
    auth: Auth
    webhook_scheme: WebhookScheme | None
    webhook_path: str | None
    created_at: dt.datetime
    created_by: str


class ConnectorPage(msgspec.Struct, frozen=True, kw_only=True):
    """Connectors, newest first."""

    data: list[ConnectorView]
    has_more: bool
    next_after: str | None


class ConnectorPresetView(msgspec.Struct, frozen=True, kw_only=True):
    """What a preset fills in. messages: the channels that it can send messages by."""

    name: str
    about: str
    base_url: str
    auth: Auth
    methods: list[str]
    paths: list[str]
    idempotency_header: str
    webhook_scheme: WebhookScheme | None
    messages: list[Channel]


class ConnectorPresetList(msgspec.Struct, frozen=True, kw_only=True):
    """Every preset."""

    data: list[ConnectorPresetView]


Word = Annotated[str, msgspec.Meta(max_length=255)]
Seconds = Annotated[int, msgspec.Meta(ge=0, le=10**11)]


class GatewayEvent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An event as the gateway makes it: Razorpay names its kind `event` and its time `created_at`, Stripe `type` and `created`.

    What else a gateway adds is taken as it comes: the signature is over the bytes.
    """

    id: Word | None = None
    event: Word | None = None
    type: Word | None = None
    created: Seconds | None = None
    created_at: Seconds | None = None
    entity: Word | None = None
    account_id: Word | None = None
    contains: Annotated[list[Word], msgspec.Meta(max_length=50)] | None = None
    payload: Annotated[dict[str, JsonAny], msgspec.Meta(max_length=50)] | None = None
    object: Word | None = None
    api_version: Word | None = None
    data: Annotated[dict[str, JsonAny], msgspec.Meta(max_length=50)] | None = None
    livemode: bool | None = None
    pending_webhooks: Annotated[int, msgspec.Meta(ge=0, le=10**6)] | None = None
    request: JsonAny | None = None


def connector_view(connector: Connector) -> ConnectorView:
    name = public("con", connector.id)
    return ConnectorView(
        id=name,
        name=connector.name,
        preset=connector.preset,
        base_url=connector.base_url,
        methods=connector.methods,
        paths=connector.paths,
        auth=connector.auth,
        webhook_scheme=connector.webhook_scheme,
        webhook_path=f"/api/v1/gateway-webhooks/{name}" if connector.webhook_scheme else None,
        created_at=connector.created_at,
        created_by=connector.created_by,
    )


def connector_page(page: Page[Connector]) -> ConnectorPage:
    return ConnectorPage(
        data=[connector_view(each) for each in page.data], has_more=page.has_more, next_after=page.next_after
    )


def preset_list() -> ConnectorPresetList:
    return ConnectorPresetList(data=[_preset_view(each) for each in PRESETS.values()])


def _preset_view(preset: Preset) -> ConnectorPresetView:
    return ConnectorPresetView(
        name=preset.name,
        about=preset.about,
        base_url=preset.base_url,
        auth=preset.auth,
        methods=preset.methods,
        paths=preset.paths,
        idempotency_header=preset.idempotency,
        webhook_scheme=preset.webhook_scheme,
        messages=list(preset.messages),
    )
