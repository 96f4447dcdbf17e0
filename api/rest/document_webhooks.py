"""How what is sent to endpoints stands in the document: one webhook for each kind of event, out of the catalogue of events."""

import datetime as dt
from collections.abc import Sequence
from typing import cast

import msgspec

from api.rest.schemas import Schema, schemas_of
from core.event_kinds import EVENT_KINDS, EventKind
from resolution.webhooks.messages import Body

_EXAMPLE_ID, _EXAMPLE_AT = "evt_01kc1x5w3efvr9q2d8m4n6p7hs", dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
_HEADERS = ("WebhookId", "WebhookTimestamp", "WebhookSignature")

WEBHOOK_HEADERS: dict[str, Schema] = {
    "WebhookId": {
        "name": "webhook-id",
        "in": "header",
        "required": True,
        "description": "The event's id, the same at every try: keep it, and drop what you have seen.",
        "schema": {"type": "string", "pattern": "^evt_[0-9a-hjkmnp-tv-z]{26}$"},
        "example": _EXAMPLE_ID,
    },
    "WebhookTimestamp": {
        "name": "webhook-timestamp",
        "in": "header",
        "required": True,
        "description": "When this try was signed, in seconds since 1970: refuse what is further from now than five minutes.",
        "schema": {"type": "string", "pattern": "^[0-9]+$"},
        "example": "1795262400",
    },
    "WebhookSignature": {
        "name": "webhook-signature",
        "in": "header",
        "required": True,
        "description": "`v1,` and the base64 of HMAC-SHA256 over `webhook-id.webhook-timestamp.body` by the endpoint's secret "
        "(Standard Webhooks 1.0.0); two of them, with a space between, while a secret is being rotated.",
        "schema": {"type": "string"},
        "example": "v1,4X/8TJaDlorzEn+n6ZAKq/3PSRNsuS8bsg9XEAvWQE0=",
    },
}
"""The components of the headers that each message carries."""

_RESPONSES: Schema = {
    "2XX": {"description": "Taken: it is not sent again. The body of the answer is not read."},
    "410": {"description": "Gone: it is not sent again, and the endpoint is disabled."},
    "default": {
        "description": "Not taken, as no answer within 15 seconds: sent again, ten times within 76 hours. Of 429, 502, 503 and 504 "
        "`Retry-After` in seconds is heeded, up to a day."
    },
}


def sorted_kinds() -> list[EventKind]:
    return [kind for _, kind in sorted(EVENT_KINDS.items())]


def webhooks(schemas: Sequence[Schema]) -> dict[str, Schema]:
    """One item for each kind. schemas: of the data of each of `sorted_kinds`."""
    _, components = schemas_of([Body])
    envelope = components[Body.__name__]
    pairs = zip(sorted_kinds(), schemas, strict=True)
    return {kind.name: {"post": _operation(kind, envelope, data)} for kind, data in pairs}


def example_of(kind: EventKind) -> dict[str, object]:
    """A typical message as it is sent."""
    subject = f"{kind.subject}_06f3s6hqhvp1r8t1q5s8w0cfgm"
    body = Body(
        id=_EXAMPLE_ID, type=kind.name, timestamp=_EXAMPLE_AT, subject=subject, data=dict(kind.example)
    )
    return cast("dict[str, object]", msgspec.to_builtins(body))


def _operation(kind: EventKind, envelope: Schema, data: Schema) -> Schema:
    schema = {"schema": _message(kind, envelope, data)}
    return {
        "operationId": "on" + "".join(word.capitalize() for word in kind.name.replace(".", "_").split("_")),
        "summary": kind.about.removesuffix("."),
        "description": f"{kind.about} Sent to endpoints that asked for `{kind.name}`, `{kind.name.partition('.')[0]}.*` or `*`; "
        f"its `subject` is the `{kind.subject}_…` that it is about.",
        "tags": ["webhooks"],
        "security": [],
        "parameters": [{"$ref": f"#/components/parameters/{name}"} for name in _HEADERS],
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {
                    **schema,
                    "examples": {"typical": {"summary": "A typical one", "value": example_of(kind)}},
                }
            },
        },
        "responses": _RESPONSES,
    }


def _message(kind: EventKind, envelope: Schema, data: Schema) -> Schema:
    """The envelope of one kind: its word, its subject and its data."""
    properties = cast("dict[str, Schema]", envelope["properties"])
    subject = {**properties["subject"], "pattern": f"^{kind.subject}_[0-9a-hjkmnp-tv-z]{{26}}$"}
    known = {"type": {**properties["type"], "const": kind.name}, "subject": subject, "data": data}
    return {**envelope, "properties": {**properties, **known}, "description": kind.about}
