"""The worker's watch over causes: reads what new tickets are about, and announces a cause that grows, once an episode."""

import asyncio
import datetime as dt
import logging
from collections.abc import Sequence
from uuid import UUID

from core import intake
from core.clock import Clock, ahead
from core.database import Database, Transaction
from core.errors import PlatformError
from core.events import announce
from core.ids import public, uuid7
from core.rounds import in_turn
from inference.ticket_causes import TicketCauses
from resolution.root_causes import episode_store, reading
from resolution.root_causes.entities import RootCause
from resolution.root_causes.episode_store import Episode
from resolution.root_causes.period import last_hours
from resolution.root_causes.root_causes import RootCauses
from resolution.root_causes.scan import Strictness

EVERY_S = 120.0
WINDOWS_H = (3, 24)
"""An outage is told soon; what grows slowly, when a day shows it."""
STRICT = Strictness(error=1e-4, ratio_min=1.5, excess_min=10.0)
"""A day has some twenty windows that have little in common: one false announcement in a year or so."""
CALM_FOR = dt.timedelta(hours=1)
"""An episode is over when its cause was not seen to grow for so long."""
KEPT_FOR = dt.timedelta(days=60)
ACTOR = "system"
_LOOK_BACK_H = 27

_log = logging.getLogger(__name__)


class CauseWatch:
    def __init__(self, database: Database, clock: Clock, tickets: TicketCauses, causes: RootCauses) -> None:
        self._database = database
        self._clock = clock
        self._tickets = tickets
        self._causes = causes

    async def run(self) -> None:
        """Look at all environments, again and again, until cancelled."""
        while True:
            for environment_id, by in await in_turn(self._database):
                try:
                    with ahead(by):
                        await self.look(environment_id)
                except PlatformError as error:
                    _log.warning("Root causes were not looked at.", extra={"code": error.code})
            await asyncio.sleep(EVERY_S)

    async def look(self, environment_id: UUID) -> None:
        """Read new tickets; begin, keep and end episodes, each with its event and its entry in one transaction."""
        await self._tickets.count(environment_id)
        now = self._clock.now()
        windows = [last_hours(now, hours) for hours in WINDOWS_H]
        async with self._database.transaction(environment_id) as tx:
            running = await episode_store.open_ones(tx, environment_id)
            busy = await reading.any_since(tx, environment_id, windows[-1].end - _LOOK_BACK_H)
            if not busy and not running:
                return
            found: dict[UUID, RootCause] = {}
            for window in windows:
                for cause in await self._causes.rising(tx, environment_id, window, STRICT):
                    found.setdefault(cause.id, cause)
            seen = [each.id for each in running if any(same(cause, each) for cause in found.values())]
            await episode_store.stay(tx, environment_id, seen, now)
            for cause in new(list(found.values()), running):
                await self._begin(tx, environment_id, cause, now)
            for episode in running:
                if episode.id not in seen and now - episode.last_at >= CALM_FOR:
                    await self._end(tx, environment_id, episode, now)
            await episode_store.forget(tx, environment_id, now - KEPT_FOR)

    async def _begin(self, tx: Transaction, environment_id: UUID, cause: RootCause, now: dt.datetime) -> None:
        episode = Episode(uuid7(self._clock), cause.id, cause.kind, cause.cell, now, now)
        if not await episode_store.begin(tx, environment_id, episode):
            return
        await announce(
            tx, self._clock, environment_id, "cause.rising", public("rtc", cause.id),
            {
                "kind": cause.kind, "name": cause.name, "gateway": cause.cell.gateway, "method": cause.cell.method,
                "bank": cause.cell.bank, "code": cause.cell.code, "fault": cause.cell.fault, "count": cause.count,
                "expected": None if cause.change is None else round(cause.change.expected, 1), "example": cause.example,
            },
        )  # fmt: skip
        await self._enter(tx, environment_id, "cause.rising.v1", cause.kind, cause.id)

    async def _end(self, tx: Transaction, environment_id: UUID, episode: Episode, now: dt.datetime) -> None:
        if await episode_store.end(tx, environment_id, episode.id, now):
            told = {"kind": episode.kind, "since": episode.began_at.isoformat()}
            subject = public("rtc", episode.cause_id)
            await announce(tx, self._clock, environment_id, "cause.subsided", subject, told)
            await self._enter(tx, environment_id, "cause.subsided.v1", episode.kind, episode.cause_id)

    async def _enter(
        self, tx: Transaction, environment_id: UUID, typ: str, kind: str, cause_id: UUID
    ) -> None:
        entry = intake.Entry(
            typ=typ, log=environment_id, eid=uuid7(self._clock), at=self._clock.now(), act=ACTOR, out=kind,
            refs=(cause_id,),
        )  # fmt: skip
        await intake.append(tx, entry)


def same(cause: RootCause, episode: Episode) -> bool:
    """Say whether a cause is what an episode is about: its cell, a part of it or what it is a part of."""
    return cause.kind == episode.kind and (cause.cell.covers(episode.cell) or episode.cell.covers(cause.cell))


def new(causes: Sequence[RootCause], running: Sequence[Episode]) -> list[RootCause]:
    """Those that are about nothing that runs, nor about another of them: two windows may cut one outage differently."""
    told: list[RootCause] = []
    for cause in causes:
        beside = [
            each for each in told
            if each.kind == cause.kind and (each.cell.covers(cause.cell) or cause.cell.covers(each.cell))
        ]  # fmt: skip
        if not beside and not any(same(cause, each) for each in running):
            told.append(cause)
    return told
