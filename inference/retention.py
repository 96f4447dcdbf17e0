"""How long an environment keeps what it decided by: payloads and explanations go when their time is over, the log never.

What stays of a decision is what an auditor needs to find it: its entry, receipt, versions, score and outcome.
"""

import asyncio
import datetime as dt
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from core import intake
from core.clock import Clock, ahead, to_micros
from core.database import Database
from core.ids import uuid7
from core.rounds import in_turn
from inference import retention_store
from tenants.permissions import Permission
from tenants.principals import Principal

EVERY_S = 600.0
_AT_ONCE = 1_000
_ACTOR = "system"

Days = Annotated[int, Meta(ge=1, le=36_600)]


class SetRetention(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """decision_days: how long payloads and explanations of decisions are kept; null keeps them until their customers are erased."""

    decision_days: Days | None = None
    reason: Annotated[str, Meta(min_length=1, max_length=500)]


class Retention(msgspec.Struct, frozen=True, kw_only=True):
    """What holds. reason, set_at, set_by: null where nobody ever said otherwise than by default, which keeps everything."""

    decision_days: int | None
    reason: str | None
    set_at: dt.datetime | None
    set_by: str | None


class Retentions:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def get(self, caller: Principal) -> Retention:
        """Raises: PermissionDenied."""
        caller.require(Permission.TENANTS_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            row = await retention_store.find(tx, caller.environment_id)
        if row is None:
            return Retention(decision_days=None, reason=None, set_at=None, set_by=None)
        return Retention(**{name: row[name] for name in Retention.__struct_fields__})

    async def set(self, caller: Principal, command: SetRetention) -> Retention:
        """Say how long, from now on. A shorter time clears what is over within minutes. Raises: PermissionDenied."""
        caller.require(Permission.RETENTION_WRITE)
        at = self._clock.now()
        async with self._database.transaction(caller.environment_id) as tx:
            await retention_store.put(
                tx, caller.environment_id, command.decision_days, command.reason, at, caller.id
            )
            kept = "all" if command.decision_days is None else str(command.decision_days)
            entry = intake.Entry(
                typ="retention.set.v1", log=caller.environment_id, eid=uuid7(self._clock), at=at, act=caller.id,
                out=f"decision_days={kept}",
            )  # fmt: skip
            await intake.append(tx, entry)
        return Retention(
            decision_days=command.decision_days, reason=command.reason, set_at=at, set_by=caller.id
        )

    async def run(self) -> None:
        """Clear what is over in all environments, every ten minutes, until cancelled."""
        while True:
            for environment_id, by in await in_turn(self._database):
                with ahead(by):
                    await self.sweep(environment_id)
            await asyncio.sleep(EVERY_S)

    async def sweep(self, environment_id: UUID) -> int:
        """Clear what is over, a thousand decisions to a commit, each with its entry. Returns: how many payloads went."""
        cleared = 0
        while True:
            async with self._database.transaction(environment_id) as tx:
                row = await retention_store.find_due(tx, environment_id)
                if row is None:
                    return cleared
                now = self._clock.now()
                before = UUID(int=to_micros(now - dt.timedelta(days=row["decision_days"])) // 1_000 << 80)
                ids = await retention_store.over(tx, environment_id, row["swept_to"], before, _AT_ONCE)
                if not ids:
                    return cleared
                gone = await retention_store.clear(tx, environment_id, ids)
                if gone:
                    entry = intake.Entry(
                        typ="retention.sweep.v1", log=environment_id, eid=uuid7(self._clock), at=now, act=_ACTOR,
                        out=f"decisions={gone}",
                    )  # fmt: skip
                    await intake.append_many(tx, [entry])
            cleared += gone
