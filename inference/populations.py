"""What payments of a segment, or of a whole environment, are usually like: read behind the decision path, counted by the worker.

A population changes slowly, so the decision path knows it from memory and looks again every half minute; a decision keeps the
sums that it was compared with, so a replay needs none of this.
"""

import asyncio
import datetime as dt
import logging
from typing import NamedTuple
from uuid import UUID

from core.clock import Clock, ahead
from core.database import Database
from core.errors import PlatformError
from core.fresh import Fresh
from core.rounds import in_turn
from inference import decision_store, population_store
from inference.answering.transaction_anomaly import NOBODY, Population, population_of
from inference.drift_hours import first_id_at
from payments.facts import Transaction as Payment
from tenants.vaults import Vaults

USE_CASE = "transaction-anomaly"
DAYS = 90
SEGMENT_PAYMENTS_MIN = 30
"""Below it a segment says too little, and the environment stands in."""
SEGMENTS_MAX = 1_000
PIECE = 5_000
BEHIND = dt.timedelta(seconds=60)
"""Ids are made before their transactions end: what is counted is older than any transaction may take."""
EVERY_S = 30.0
_EVERYBODY = b""
_FIRST = UUID(int=0)

_log = logging.getLogger(__name__)


class _Key(NamedTuple):
    environment_id: UUID
    currency: str
    segment: str | None
    region: str | None


class Populations:
    """soft_s: how old what is known may be before it is looked up again, without anybody waiting."""

    def __init__(self, database: Database, vaults: Vaults, *, soft_s: float = 30.0) -> None:
        self._database = database
        self._vaults = vaults
        self._known: Fresh[_Key, Population] = Fresh(self._look_up, soft_s=soft_s, hard_s=4 * soft_s)

    def find(self, environment_id: UUID, payment: Payment, segment: str | None) -> Population | None:
        """Return what `get` would, if that is known without waiting."""
        return self._known.find(_key(environment_id, payment, segment))

    async def get(self, environment_id: UUID, payment: Payment, segment: str | None) -> Population:
        """Return what a payment is compared with: its segment, as the request or its region tells, or the environment.

        Of nobody at all it has no payments.
        """
        return await self._known.get(_key(environment_id, payment, segment))

    async def _look_up(self, key: _Key) -> Population:
        vault = await self._vaults.of(key.environment_id)
        place = decision_store.place_of(vault, "segment", key.segment) or decision_store.place_of(
            vault, "region", key.region
        )
        async with self._database.transaction(key.environment_id) as tx:
            if place is not None:
                found = await population_store.find(tx, key.environment_id, place, key.currency, DAYS)
                if found is not None and found[0] >= SEGMENT_PAYMENTS_MIN:
                    return population_of("segment", *found)
            found = await population_store.find(tx, key.environment_id, _EVERYBODY, key.currency, DAYS)
        return NOBODY if found is None else population_of("environment", *found)


def _key(environment_id: UUID, payment: Payment, segment: str | None) -> _Key:
    return _Key(environment_id, payment.currency, segment, None if segment else payment.region)


class PopulationCounts:
    """The worker's part: adds up what is new, each payment once."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def run(self) -> None:
        """Go round every half minute until cancelled."""
        while True:
            for environment_id, by in await in_turn(self._database):
                try:
                    with ahead(by):
                        await self.count(environment_id)
                except PlatformError as error:
                    _log.warning("A population was not counted.", extra={"code": error.code})
            await asyncio.sleep(EVERY_S)

    async def count(self, environment_id: UUID) -> None:
        """Count all that is new in an environment, some thousands in a transaction."""
        before = first_id_at(self._clock.now() - BEHIND)
        new = True
        while new:
            new = await self._count_piece(environment_id, before)

    async def _count_piece(self, environment_id: UUID, before: UUID) -> bool:
        """Returns: whether there was anything new."""
        async with self._database.transaction(environment_id) as tx:
            since = await population_store.find_mark(tx, environment_id) or (_FIRST, _FIRST)
            payment = await population_store.payments_upto(tx, environment_id, since[0], before, PIECE)
            decision = await population_store.decisions_upto(tx, environment_id, since[1], before, PIECE)
            if payment is None and decision is None:
                return False
            to = (payment or since[0], decision or since[1])
            if not await population_store.move_mark(tx, environment_id, to, since):
                return True
            await population_store.add_payments(tx, environment_id, since[0], to[0])
            room = await population_store.count_segments(tx, environment_id) < SEGMENTS_MAX
            await population_store.add_decided(tx, environment_id, since[1], to[1], USE_CASE, room=room)
            await population_store.forget(tx, environment_id, DAYS)
        return True
