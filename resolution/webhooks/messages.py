"""What is sent: an event in the form of Standard Webhooks, written once so that every try signs the same bytes."""

from uuid import UUID

import msgspec

from core.event_data import At, JsonAny
from core.events import Event
from core.ids import public
from resolution.webhooks.delivery_store import StoredMessage


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """A message, by Standard Webhooks.

    id: of the event, as `webhook-id` has it.
    type: the kind of event.
    timestamp: when it happened.
    subject: the id of what it is about.
    data: by the kind.
    """

    id: str
    type: str
    timestamp: At
    subject: str
    data: dict[str, JsonAny]


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
