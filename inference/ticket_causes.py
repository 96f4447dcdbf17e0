"""What tickets are about, read out of their decisions behind the decision path: the class that was told and nothing else.

What a ticket says rests sealed under the key of who wrote it, and stays there. The class is one of those that the version knows,
so it says no more of a person than the decision's own outcome does.
"""

import datetime as dt
from typing import TypeAlias
from uuid import UUID

import asyncpg
import msgspec

from core.clock import Clock
from core.database import Database, Transaction
from inference import decided, ticket_store
from inference.catalogue import Language, get
from inference.decision_batch import SEALED_PAYLOAD
from inference.ticket_store import TicketRow
from tenants import subjects
from tenants.vault import EnvironmentVault
from tenants.vaults import Vaults

USE_CASE = "ticket-triage"
KEPT_FOR = dt.timedelta(days=60)
SURE = 0.5
"""As in the answer itself: a cause that is less sure has no route of its own."""
PIECE = 500
_FIRST = UUID(int=0)
CountedTickets: TypeAlias = asyncpg.Record
"""cause, hour since 1970, count, first_at, last_at, example (a decision's id)."""


class _Fields(msgspec.Struct, frozen=True):
    probability: float = 0.0
    root_cause: str | None = None


class _Answer(msgspec.Struct, frozen=True):
    answer: _Fields | None = None


class _Payload(msgspec.Struct, frozen=True):
    answer: _Answer


_decoder = msgspec.json.Decoder(_Payload)


class TicketCauses:
    """The worker's part: reads each decided ticket once."""

    def __init__(self, database: Database, vaults: Vaults, clock: Clock) -> None:
        self._database = database
        self._vaults = vaults
        self._clock = clock

    async def count(self, environment_id: UUID) -> None:
        """Read all that is new in an environment, some hundreds in a transaction; forget what is old."""
        before = decided.settled(self._clock.now())
        while await self._count_piece(environment_id, before) == PIECE:
            pass

    async def _count_piece(self, environment_id: UUID, before: UUID) -> int:
        """Returns: how many were read."""
        async with self._database.transaction(environment_id) as tx:
            since = await ticket_store.find_mark(tx, environment_id) or _FIRST
            rows = await ticket_store.unread(tx, environment_id, since, before, PIECE)
            if not rows:
                return 0
            if not await ticket_store.move_mark(tx, environment_id, rows[-1]["id"], since):
                return PIECE
            keys = await subjects.of_environment(tx, environment_id, [row["customer"] for row in rows])
            vault = await self._vaults.of(environment_id)
            read = [_read(vault, row, keys.get(row["customer"])) for row in rows]
            await ticket_store.add(tx, environment_id, read)
            await ticket_store.forget(tx, environment_id, self._clock.now() - KEPT_FOR)
        return len(rows)


def _read(vault: EnvironmentVault, row: asyncpg.Record, wrapped: bytes | None) -> TicketRow:
    cause = ""
    if wrapped is not None and row["sealed"] is not None:
        key = vault.unwrap(row["customer"], wrapped)
        told = _decoder.decode(key.open(SEALED_PAYLOAD, row["id"], row["sealed"])).answer.answer
        if told is not None and told.probability >= SURE:
            cause = told.root_cause or ""
    return TicketRow(row["id"], row["customer"], cause, row["outcome"], row["decided_at"])


async def counted(
    tx: Transaction, environment_id: UUID, since: dt.datetime, until: dt.datetime
) -> list[CountedTickets]:
    """Tickets by cause and hour."""
    return await ticket_store.hours(tx, environment_id, since, until)


async def writers(
    tx: Transaction, environment_id: UUID, since: dt.datetime, until: dt.datetime
) -> list[tuple[UUID, str]]:
    """Handles of who wrote, each with what about."""
    rows = await ticket_store.writers(tx, environment_id, since, until)
    return [(row["customer"], row["cause"]) for row in rows]


async def any_since(tx: Transaction, environment_id: UUID, since: dt.datetime) -> bool:
    return await ticket_store.any_since(tx, environment_id, since)


def title(cause: str, language: Language) -> str | None:
    """What a cause of ours is called; None of a cause that a version of a tenant's own learned."""
    use_case = get(USE_CASE)
    translation = use_case.translations.get(language)
    words = {} if translation is None else translation.labels
    return words.get(cause) or use_case.labels.get(cause)
