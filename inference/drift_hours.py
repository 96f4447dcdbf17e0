"""How many decisions each version makes in an hour, and a uniform sample of them: counted behind the decision path's back.

The worker reads decisions in the order of their ids, a minute behind, a bounded piece at a time. Of each hour it keeps the
thousand ids with the smallest random tails: a uniform sample, whoever counts it and in whatever pieces, and the smallest of
several hours' samples are a uniform sample of those hours (bottom-k sampling; Cohen and Kaplan, 2007).
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from uuid import UUID

import asyncpg

from core.clock import Clock, to_micros
from core.database import Database, Transaction
from inference import drift_store
from inference.drift_store import SAMPLE_MAX, Hour, HourKey

PIECE = 2_000
# An id is made before its decision is durable: after this long, none with an earlier id can still appear.
BEHIND = dt.timedelta(seconds=60)
EVERY = dt.timedelta(hours=1)
"""How often a version that decides is measured."""
_TAIL = (1 << 62) - 1
_NONE = Hour(0, 0, ())


class DecisionHours:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def count(self, environment_id: UUID) -> int:
        """Count what has been decided since the last time. Returns: how many decisions were new."""
        before = first_id_at(self._clock.now() - BEHIND)
        counted = 0
        while True:
            async with self._database.transaction(environment_id) as tx:
                piece = await _count_piece(tx, environment_id, before)
            counted += piece
            if piece < PIECE:
                return counted


async def _count_piece(tx: Transaction, environment_id: UUID, before: UUID) -> int:
    after = await drift_store.cursor(tx, environment_id)
    rows = await drift_store.next_decisions(tx, environment_id, after, before, PIECE)
    if not rows:
        return 0
    shadows = await drift_store.shadows_of(tx, environment_id, [row["id"] for row in rows])
    for key, found in sorted(_by_hour([*rows, *shadows]).items()):
        known = await drift_store.find_hour(tx, environment_id, key) or _NONE
        await drift_store.set_hour(tx, environment_id, key, _added(known, found))
    await drift_store.move_cursor(tx, environment_id, rows[-1]["id"])
    return len(rows)


def _by_hour(rows: Sequence[asyncpg.Record]) -> dict[HourKey, list[asyncpg.Record]]:
    found: dict[HourKey, list[asyncpg.Record]] = {}
    for row in rows:
        key = HourKey(row["use_case"], row["version_id"], row["role"], hour_of(row["decided_at"]))
        found.setdefault(key, []).append(row)
    return found


def _added(known: Hour, rows: Sequence[asyncpg.Record]) -> Hour:
    scored = [row["id"] for row in rows if not row["degraded"]]
    return Hour(
        decided=known.decided + len(rows),
        degraded=known.degraded + len(rows) - len(scored),
        sample=sampled([*known.sample, *scored]),
    )


def sampled(ids: Iterable[UUID], most: int = SAMPLE_MAX) -> tuple[UUID, ...]:
    """Return those with the smallest random tails, in that order."""
    return tuple(sorted(set(ids), key=lambda one: (one.int & _TAIL, one.int))[:most])


def hour_of(at: dt.datetime) -> dt.datetime:
    return at.replace(minute=0, second=0, microsecond=0)


def first_id_at(at: dt.datetime) -> UUID:
    """The smallest UUIDv7 of a moment."""
    return UUID(int=(to_micros(at) // 1_000) << 80)


async def is_due(tx: Transaction, environment_id: UUID, one: tuple[str, UUID, str], now: dt.datetime) -> bool:
    """Whether a version of a use case in a role was looked at last longer ago than that."""
    looked = await drift_store.looked_at(tx, environment_id, *one)
    return looked is None or now - looked >= EVERY
