"""What is sent: an event in the form of Standard Webhooks, written once so that every try signs the same bytes."""

import datetime as dt
from uuid import UUID

import msgspec

from core.events import Event
from core.ids import public
from resolution.webhooks.delivery_store import StoredMessage


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """type, timestamp, data: of Standard Webhooks. id: of the event, as `webhook-id` has it. subject: what it is about."""

    id: str
    type: str
    timestamp: dt.datetime
    subject: str
    data: dict[str, object]


def message_of(event: Event) -> StoredMessage:
    body = Body(
        id=message_name(event.id), type=event.kind, timestamp=event.at, subject=event.subject, data=event.data
    )
    return StoredMessage(
        environment_id=event.environment_id,
        id=event.id,
        kind=event.kind,
        subject=event.subject,
        body=msgspec.json.encode(body),
        at=event.at,
    )


def message_name(message_id: UUID) -> str:
    """The `webhook-id`: stable over tries and replays."""
    return public("evt", message_id)
