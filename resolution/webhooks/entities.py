"""Webhook endpoints, what is asked about them, and what became of what they were sent."""

import datetime as dt
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from core.errors import ErrorKind, PlatformError
from resolution.outbound.targets import URL_CHARS_MAX
from resolution.webhooks.schedule import Disabled, State

KINDS_MAX = 100
GRACE_MAX_S = 7 * 24 * 3_600
GRACE_DEFAULT_S = 24 * 3_600
EVERYTHING = "*"

Url = Annotated[str, Meta(min_length=1, max_length=URL_CHARS_MAX)]
Description = Annotated[str, Meta(max_length=200)]
KindPattern = Annotated[str, Meta(min_length=1, max_length=64)]
KindPatterns = Annotated[list[KindPattern], Meta(min_length=1, max_length=KINDS_MAX)]


class EndpointNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "webhook_endpoint_not_found"
    fix = "List the webhook endpoints of this environment to find the id."


class EndpointDisabled(PlatformError):
    kind = ErrorKind.PRECONDITION
    code = "webhook_endpoint_disabled"
    fix = "Enable the endpoint first: update it with `enabled` true."


class EndpointsFull(PlatformError):
    kind = ErrorKind.EXHAUSTED
    code = "webhook_endpoints_full"
    fix = "Remove an endpoint that is not used."


class MessageNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "webhook_message_not_found"
    fix = "Messages are kept for 30 days; list the deliveries of the endpoint."


class CreateWebhookEndpoint(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where events shall be sent.

    url: https, a public host, port 443 or 8443. events: kinds of the catalogue, `payout.*` for a family, `*` for all.
    """

    url: Url
    events: KindPatterns
    description: Description = ""


class UpdateWebhookEndpoint(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What shall change; what is left out stays. enabled: true ends a disabling, false begins one."""

    url: Url | None = None
    events: KindPatterns | None = None
    description: Description | None = None
    enabled: bool | None = None


class RotateWebhookSecret(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """grace_s: how long messages are signed with the old secret as well."""

    grace_s: Annotated[int, Meta(ge=0, le=GRACE_MAX_S)] = GRACE_DEFAULT_S


class ReplayWebhooks(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Either one message, or all that the endpoint asks for from `since` on, up to `until`."""

    message_id: Annotated[str, Meta(max_length=64)] | None = None
    since: Annotated[dt.datetime, Meta(tz=True)] | None = None
    until: Annotated[dt.datetime, Meta(tz=True)] | None = None


class Endpoint(msgspec.Struct, frozen=True, kw_only=True):
    """failing_since: the first failure since the last success. secrets: how many sign at present."""

    environment_id: UUID
    id: UUID
    url: str
    description: str
    kinds: list[str]
    created_at: dt.datetime
    created_by: str
    failing_since: dt.datetime | None
    disabled_at: dt.datetime | None
    disabled_reason: Disabled | None

    def wants(self, kind: str) -> bool:
        family = f"{kind.partition('.')[0]}.*"
        return any(each in {EVERYTHING, kind, family} for each in self.kinds)


class NewEndpoint(msgspec.Struct, frozen=True, kw_only=True):
    """secret: shown this once."""

    endpoint: Endpoint
    secret: str

    def __repr__(self) -> str:
        return f"NewEndpoint({self.endpoint.id})"


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """One try. status: of the answer, null without one. error: a word of ours for why there was none, or why it was not sent."""

    at: dt.datetime
    status: int | None
    ms: int
    error: str | None


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """One message to one endpoint. attempts: oldest first, over all rounds."""

    endpoint_id: UUID
    message_id: UUID
    kind: str
    subject: str
    state: State
    tries: int
    attempts: list[Attempt]
    due_at: dt.datetime | None
    created_at: dt.datetime


class Replayed(msgspec.Struct, frozen=True, kw_only=True):
    """queued: how many messages are sent again. more: there were more; replay again from `next_since`."""

    queued: int
    more: bool
    next_since: dt.datetime | None
