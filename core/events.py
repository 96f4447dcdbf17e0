"""Events: something happened, and whoever asked to hear of it does. One outbox row in the transaction that made it happen.

An event reaches its subscribers at least once, in no promised order; each deduplicates by the event's id.
"""

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

import msgspec

from core import outbox
from core.clock import Clock
from core.database import Transaction
from core.event_kinds import EVENT_KINDS
from core.json_values import JsonValue

TOPIC = "event"
DATA_BYTES_MAX = 16_384


class UnknownEvent(ValueError):
    """The caller's own mistake: `core/event_kinds.py` lists every kind, and its subject's prefix."""


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """subject: the public id that it is about. data: ids, codes, times and money, never personal data."""

    environment_id: UUID
    id: UUID
    kind: str
    subject: str
    at: dt.datetime
    data: dict[str, object]


class Announced(msgspec.Struct, frozen=True, kw_only=True):
    """The payload of the outbox row; the row itself holds the rest."""

    kind: str
    subject: str
    at: dt.datetime
    data: dict[str, object]


async def announce(
    tx: Transaction,
    clock: Clock,
    environment_id: UUID,
    kind: str,
    subject: str,
    data: Mapping[str, JsonValue],
) -> UUID:
    """Promise an event in the caller's transaction. Returns: the event's id.

    subject: a public id. Raises: UnknownEvent for what the catalogue does not list, or for more than 16 KiB.
    """
    listed = EVENT_KINDS.get(kind)
    if listed is None or not subject.startswith(f"{listed.subject}_"):
        raise UnknownEvent(f"{kind} about {subject[:4]}: list it in core/event_kinds.py.")
    payload = msgspec.json.encode(Announced(kind=kind, subject=subject, at=clock.now(), data=dict(data)))
    if len(payload) > DATA_BYTES_MAX:
        raise UnknownEvent(f"{kind}: an event is {DATA_BYTES_MAX} bytes at most.")
    return await outbox.enqueue(tx, clock, environment_id, TOPIC, payload)


def event_of(message: outbox.Message) -> Event:
    """Read an event from its outbox row."""
    told = msgspec.json.decode(message.payload, type=Announced)
    return Event(
        environment_id=message.environment_id,
        id=message.id,
        kind=told.kind,
        subject=told.subject,
        at=told.at,
        data=told.data,
    )
