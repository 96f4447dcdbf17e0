"""The worker's watch over gateways: says when one fails by its own fault, by which methods, and when it is well again."""

import datetime as dt
import logging
from collections.abc import Mapping, Sequence
from uuid import UUID

from core import events, intake, rounds
from core.clock import Clock
from core.database import Database, Transaction
from core.ids import public, uuid7
from payments.attempts import knowledge, store
from payments.attempts.health import Cell, Health
from payments.attempts.patterns import Incident, incident_of

EVERY_S = 15.0
SURE = 0.95
"""How likely it must be that a gateway fails before somebody is told."""
OVER = 0.1
"""How unlikely it must have become before it is said to be over."""
ACTOR = "system"

_log = logging.getLogger(__name__)


class HealthWatch:
    """found: incidents that it found in this process."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.found = 0
        self._database = database
        self._clock = clock

    async def run(self) -> None:
        """Look at all environments again and again, until cancelled."""
        await rounds.go_round(self._database, self._look_at_busy, EVERY_S)

    async def _look_at_busy(self, environments: Sequence[UUID]) -> None:
        for environment_id in await self.busy(environments):
            await self.look(environment_id)

    async def busy(self, environments: Sequence[UUID]) -> list[UUID]:
        """Return the environments where there is anything to look at: most have no gateways."""
        async with self._database.transaction(environments) as tx:
            return await knowledge.busy(tx, environments, self._clock.now())

    async def look(self, environment_id: UUID) -> None:
        """Look once: open and end incidents, each with its event and its entry in one transaction."""
        now = self._clock.now()
        async with self._database.transaction(environment_id) as tx:
            known = await knowledge.read(tx, environment_id, now)
            running = {
                (row["gateway"], row["method"]): incident_of(row)
                for row in await store.open_incidents(tx, environment_id)
            }
            for cell in found_in(known.health, running):
                await self._begin(tx, environment_id, cell, known.health[cell], now)
            for incident in over_in(known.health, running):
                await self._end(tx, environment_id, incident, now)

    async def _begin(
        self, tx: Transaction, environment_id: UUID, cell: Cell, health: Health, now: dt.datetime
    ) -> None:
        incident_id = uuid7(self._clock)
        began = dt.datetime.fromtimestamp(health.since * 60, dt.UTC)
        gateway, method = cell
        new = await store.begin_incident(
            tx, environment_id, incident_id, gateway, method, began, now, health.fault_rate, health.usual
        )
        if not new:  # another worker was faster
            return
        self.found += 1
        data = {"gateway": gateway, "method": method, "since": began.isoformat()}
        await self._tell(tx, environment_id, "gateway.degraded", incident_id, data)
        _log.warning("A gateway fails by its own fault.", extra={"component": gateway, "kind": method})

    async def _end(self, tx: Transaction, environment_id: UUID, incident: Incident, now: dt.datetime) -> None:
        if await store.end_incident(tx, environment_id, incident.id, now):
            data = {
                "gateway": incident.gateway,
                "method": incident.method or "",
                "since": incident.began_at.isoformat(),
            }
            await self._tell(tx, environment_id, "gateway.recovered", incident.id, data)

    async def _tell(
        self, tx: Transaction, environment_id: UUID, kind: str, incident_id: UUID, data: Mapping[str, str]
    ) -> None:
        await events.announce(tx, self._clock, environment_id, kind, public("gin", incident_id), dict(data))
        entry = intake.Entry(
            typ=f"{kind}.v1", log=environment_id, eid=uuid7(self._clock), at=self._clock.now(), act=ACTOR,
            out=data["gateway"], refs=(incident_id,),
        )  # fmt: skip
        await intake.append(tx, entry)


def found_in(health: Mapping[Cell, Health], running: Mapping[Cell, Incident]) -> list[Cell]:
    """Return what fails, surely enough, and is not known to."""
    return [cell for cell, each in health.items() if each.failing >= SURE and cell not in running]


def over_in(health: Mapping[Cell, Health], running: Mapping[Cell, Incident]) -> Sequence[Incident]:
    """Return what was known to fail and is, surely enough, well; or of which nothing is heard any more."""
    return [
        incident for cell, incident in running.items() if cell not in health or health[cell].failing <= OVER
    ]
