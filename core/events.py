"""Events: something happened, and whoever asked to hear of it does. One outbox row in the transaction that made it happen.

An event reaches its subscribers at least once, in no promised order; each deduplicates by the event's id.
"""

import datetime as dt
import warnings
from collections.abc import Mapping, Sequence
from typing import NamedTuple
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


class EventMisfit(UserWarning):
    """An event goes out, but its data are not as `core/event_kinds.py` promises. In tests it is an error."""


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


class Happened(NamedTuple):
    """An event whose id and time are those of what happened, so that it is announced once however often it is found."""

    id: UUID
    at: dt.datetime
    kind: str
    subject: str
    data: Mapping[str, object]


class News(NamedTuple):
    """One event to be announced: its kind, the public id that it is about, and what it says."""

    kind: str
    subject: str
    data: Mapping[str, JsonValue]


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
    payload = _payload(News(kind, subject, data), clock)
    return await outbox.enqueue(tx, clock, environment_id, TOPIC, payload)


async def announce_many(
    tx: Transaction, clock: Clock, environment_id: UUID, news: Sequence[News]
) -> list[UUID]:
    """The same of several, in two statements."""
    payloads = [_payload(each, clock) for each in news]
    return await outbox.enqueue_many(tx, clock, environment_id, TOPIC, payloads)


async def announce_once(tx: Transaction, environment_id: UUID, happened: Sequence[Happened]) -> list[UUID]:
    """Promise events under their own ids. Returns: the ids of those that were not announced before."""
    payloads = [(each.id, _told(each, each.at)) for each in happened]
    return await outbox.enqueue_once(tx, environment_id, TOPIC, payloads)


def _payload(news: News, clock: Clock) -> bytes:
    return _told(news, clock.now())


def _told(news: News | Happened, at: dt.datetime) -> bytes:
    listed = EVENT_KINDS.get(news.kind)
    if listed is None or not news.subject.startswith(f"{listed.subject}_"):
        raise UnknownEvent(f"{news.kind} about {news.subject[:4]}: list it in core/event_kinds.py.")
    misfit = listed.misfits(news.data)
    if misfit is not None:
        warnings.warn(f"{news.kind}: {misfit}.", EventMisfit, stacklevel=3)
    told = Announced(kind=news.kind, subject=news.subject, at=at, data=dict(news.data))
    payload = msgspec.json.encode(told)
    if len(payload) > DATA_BYTES_MAX:
        raise UnknownEvent(f"{news.kind}: an event is {DATA_BYTES_MAX} bytes at most.")
    return payload


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
