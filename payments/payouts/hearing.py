"""Taking in events of payouts: each once, the payouts moved by all that is known of them, spans written, in one transaction."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

import asyncpg
import msgspec

from core.clock import Clock
from core.database import Transaction
from core.ids import uuid7
from payments import keys
from payments.commitments import Committed
from payments.payouts import store
from payments.payouts.entities import Heard as Standing
from payments.payouts.entities import HeardEvent
from payments.payouts.facts import PayoutEvent
from payments.payouts.prepared import (
    SEALED_EVENT,
    content_key,
    event_key,
    event_payload,
    payout_key,
    stage_event,
)
from payments.payouts.progress import Progress, StageEvent, progress_of, standings
from tenants.vault import EnvironmentVault, SubjectKey

_NOBODY = UUID(int=0)
EVENTS_MAX = 200
"""Of one payout: its story is told with twenty."""


class Moved(msgspec.Struct, frozen=True):
    """A payout before and after its new events. contradictions: more than before."""

    payout: asyncpg.Record
    progress: Progress
    contradictions: int


class Heard(msgspec.Struct, frozen=True):
    """results: one for each event, in order. new: what entries commit to. moved: the payouts that heard something new."""

    results: list[HeardEvent]
    new: list[Committed]
    moved: list[Moved]


class _NewEvent(msgspec.Struct, frozen=True):
    event: StageEvent
    external: bytes
    content: bytes
    payload: bytes


class _Kept(NamedTuple):
    """id: of the event as it is kept, if it is. word: what became of it, where that is known before its story is read anew."""

    id: UUID | None
    word: Standing | None


class _Story:
    """What is known of one payout, and what is new."""

    def __init__(self, payout: asyncpg.Record, key: SubjectKey) -> None:
        self.payout = payout
        self.key = key
        self.known: dict[bytes, tuple[UUID, bytes]] = {}
        self.events: list[StageEvent] = []
        self.new: list[_NewEvent] = []

    def remember(self, row: asyncpg.Record) -> None:
        self.known[row["external"]] = (row["id"], row["content"])
        self.events.append(stage_event(row))

    def hear(self, event: PayoutEvent, vault: EnvironmentVault, clock: Clock) -> _Kept:
        payload = event_payload(event)
        content = content_key(vault, payload)
        external = event_key(vault, event, content)
        known = self.known.get(external)
        if known is not None:
            return _Kept(known[0], "existing" if known[1] == content else "conflict")
        if len(self.events) >= EVENTS_MAX:
            return _Kept(None, "too_many")
        told = StageEvent(
            uuid7(clock), event.stage, event.occurred_at.astimezone(UTC), event.source, event.error_code
        )
        self.known[external] = (told.id, content)
        self.events.append(told)
        self.new.append(_NewEvent(told, external, content, payload))
        return _Kept(told.id, None)

    def progress(self) -> Progress:
        return progress_of(self.payout["created_at"], self.events)


async def hear(
    tx: Transaction, vault: EnvironmentVault, clock: Clock, events: Sequence[PayoutEvent], now: datetime
) -> Heard:
    """Record what is new, and read anew where each of the payouts is."""
    externals = [payout_key(vault, event.payout_id) for event in events]
    stories = await _stories(tx, vault, set(externals))
    kept = [
        stories[external].hear(event, vault, clock) if external in stories else _Kept(None, "unknown")
        for external, event in zip(externals, events, strict=True)
    ]
    now_at = {external: story.progress() for external, story in stories.items()}
    changed = {external: story for external, story in stories.items() if story.new}
    moved = [
        Moved(
            story.payout,
            now_at[external],
            len(now_at[external].contradicting) - story.payout["contradictions"],
        )
        for external, story in changed.items()
    ]
    if changed:
        await _write(tx, vault.scope_id, list(changed.values()), moved, now)
    words = {external: dict(standings(story.events, now_at[external])) for external, story in stories.items()}
    results = [
        HeardEvent(
            one.id,
            stories[external].payout["id"] if external in stories else None,
            event.payout_id,
            one.word or words[external][one.id or _NOBODY],
            now_at[external].stage if external in stories else None,
        )
        for external, event, one in zip(externals, events, kept, strict=True)
    ]
    new = [
        Committed(each.event.id, each.payload, story.key) for story in changed.values() for each in story.new
    ]
    return Heard(results, new, moved)


async def _stories(tx: Transaction, vault: EnvironmentVault, externals: set[bytes]) -> dict[bytes, _Story]:
    """Lock the payouts and read what is known of them; those whose payee was erased are nobody's."""
    rows = await store.lock(tx, vault.scope_id, sorted(externals))
    opened = await keys.find(tx, vault, (row["payee"] for row in rows))
    stories = {row["id"]: _Story(row, opened[row["payee"]]) for row in rows if row["payee"] in opened}
    for event in await store.events(tx, vault.scope_id, list(stories)):
        stories[event["payout_id"]].remember(event)
    return {story.payout["external"]: story for story in stories.values()}


async def _write(
    tx: Transaction, environment_id: UUID, stories: Sequence[_Story], moved: Sequence[Moved], now: datetime
) -> None:
    told = [(story, each) for story in stories for each in story.new]
    await store.add_events(
        tx,
        environment_id,
        now,
        [
            [story.payout["id"] for story, _ in told],
            [each.event.id for _, each in told],
            [each.external for _, each in told],
            [each.content for _, each in told],
            [each.event.stage for _, each in told],
            [each.event.source for _, each in told],
            [each.event.error_code for _, each in told],
            [each.event.occurred_at for _, each in told],
            [story.key.seal(SEALED_EVENT, each.event.id, each.payload) for story, each in told],
        ],
    )
    await store.move(tx, environment_id, now, _places(moved))
    ended = [(one.payout["id"], span) for one in moved for span in one.progress.spans()]
    columns = [
        [payout_id for payout_id, _ in ended],
        [span.stage for _, span in ended],
        [span.next for _, span in ended],
        [span.began_at for _, span in ended],
        [span.ended_at for _, span in ended],
        [span.held for _, span in ended],
    ]
    await store.put_spans(tx, environment_id, [one.payout["id"] for one in moved], columns)


def _places(moved: Sequence[Moved]) -> list[list[object]]:
    return [
        [one.payout["id"] for one in moved],
        [one.progress.stage for one in moved],
        [one.progress.since for one in moved],
        [one.progress.held_s for one in moved],
        [one.progress.held_since is not None for one in moved],
        [one.progress.ended_at for one in moved],
        [one.progress.error_code for one in moved],
        [len(one.progress.contradicting) for one in moved],
    ]
