"""An event is promised with what made it happen, and everybody who asked hears of it."""

import contextlib
import datetime as dt
import uuid
from collections.abc import Mapping
from uuid import UUID

import pytest

from core import outbox
from core.clock import ManualClock
from core.database import Database
from core.event_kinds import EVENT_KINDS
from core.events import TOPIC, Event, UnknownEvent, announce
from core.ids import public
from core.json_values import JsonValue
from core.outbox import Message, Outbox
from resolution.events import EventMissed, Events

STUCK = EVENT_KINDS["payout.stuck"].example


class Ear:
    def __init__(self, *, deaf: int = 0) -> None:
        self.heard_of: list[Event] = []
        self._deaf = deaf

    async def heard(self, event: Event) -> None:
        if self._deaf:
            self._deaf -= 1
            raise OSError("deaf")
        self.heard_of.append(event)


async def messages(database: Database, environment_id: UUID) -> list[Message]:
    async with database.transaction(environment_id) as tx:
        rows = await tx.fetch(
            "SELECT environment_id, id, topic, payload, created_at FROM outbox WHERE topic = $1", TOPIC
        )
    return [Message(**dict(row)) for row in rows]


async def test_an_event_exists_if_and_only_if_its_transaction_does(
    database: Database, clock: ManualClock
) -> None:
    """A rolled back change tells nobody; a committed one tells everybody once with all it said."""
    environment_id, payout = uuid.uuid4(), public("pyt", uuid.uuid4())
    with contextlib.suppress(ZeroDivisionError):
        async with database.transaction(environment_id) as tx:
            await announce(tx, clock, environment_id, "payout.stuck", payout, STUCK)
            raise ZeroDivisionError
    async with database.transaction(environment_id) as tx:
        told = await announce(tx, clock, environment_id, "payout.stuck", payout, STUCK)
    (message,) = await messages(database, environment_id)
    ear = Ear()
    await Events([ear]).deliver(message)
    assert ear.heard_of == [
        Event(
            environment_id=environment_id,
            id=told,
            kind="payout.stuck",
            subject=payout,
            at=dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC),
            data=dict(STUCK),
        )
    ]


async def test_one_who_fails_keeps_the_event_from_nobody(database: Database, clock: ManualClock) -> None:
    """The others hear of it at once, and the outbox tells it again until the one that failed has heard."""
    environment_id = uuid.uuid4()
    async with database.transaction(environment_id) as tx:
        await announce(tx, clock, environment_id, "payout.stuck", public("pyt", uuid.uuid4()), STUCK)
    (message,) = await messages(database, environment_id)
    deaf, good = Ear(deaf=1), Ear()
    delivery = Outbox(database, {TOPIC: Events([deaf, good]).deliver})
    bell = b'{"environment_id":"%b","id":"%b"}' % (str(environment_id).encode(), str(message.id).encode())
    with pytest.raises(EventMissed):
        await delivery.deliver(bell)
    assert ([len(each.heard_of) for each in (deaf, good)], outbox.JOB) == ([0, 1], "outbox.deliver")
    await delivery.deliver(bell)
    await delivery.deliver(bell)
    assert [[each.id for each in ear.heard_of] for ear in (deaf, good)] == [[message.id], [message.id] * 2]


@pytest.mark.parametrize(
    ("kind", "subject", "data"),
    [
        ("payout.lost", "pyt_1", {}),
        ("payout.stuck", "txn_1", {}),
        ("payout.stuck", "pyt_1", {**STUCK, "bank": "x" * 20_000}),
    ],
)
async def test_what_the_catalogue_does_not_list_is_refused(
    database: Database, clock: ManualClock, kind: str, subject: str, data: Mapping[str, JsonValue]
) -> None:
    """A kind that no page tells of, a subject of another noun and a novel do not go out."""
    environment_id = uuid.uuid4()
    async with database.transaction(environment_id) as tx:
        with pytest.raises(UnknownEvent):
            await announce(tx, clock, environment_id, kind, subject, data)
    assert await messages(database, environment_id) == []


def test_each_kind_says_what_it_is() -> None:
    """A kind has a dotted name, a subject and an example of its data."""
    assert [
        name
        for name, kind in EVENT_KINDS.items()
        if name != kind.name or name.count(".") != 1 or not kind.about.endswith(".") or len(kind.subject) != 3
    ] == []
