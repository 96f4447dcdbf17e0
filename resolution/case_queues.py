"""Queues of cases: who works off what, how soon, and with which results."""

from collections.abc import Iterable, Sequence
from uuid import UUID

import msgspec

from core import intake
from core.clock import Clock
from core.database import Database, Transaction
from core.ids import uuid7
from resolution import case_store
from resolution.case_entities import QUEUES_MAX, CaseQueue, CaseRefused, QueueNotFound, QueueSettings
from tenants.permissions import Permission
from tenants.principals import Principal


class CaseQueues:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def list(self, caller: Principal) -> Sequence[CaseQueue]:
        """All queues, by name, with what waits in them. Raises: PermissionDenied."""
        caller.require(Permission.CASES_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            return await case_store.queues(tx, caller.environment_id)

    async def set(self, caller: Principal, name: str, settings: QueueSettings) -> CaseQueue:
        """Make a queue, or change one; cases in it keep the time that they were given. Raises: PermissionDenied, CaseRefused."""
        caller.require(Permission.CASES_CONFIGURE)
        async with self._database.transaction(caller.environment_id) as tx:
            known = {queue.name: queue for queue in await case_store.queues(tx, caller.environment_id)}
            if name not in known and len(known) >= QUEUES_MAX:
                raise CaseRefused(f"There may be {QUEUES_MAX} queues at most.")
            await case_store.set_queue(tx, caller.environment_id, name, settings)
            entry = intake.Entry(
                typ="case.queue.v1", log=caller.environment_id, eid=uuid7(self._clock), at=self._clock.now(),
                act=caller.id, out=name,
            )  # fmt: skip
            await intake.append(tx, entry)
        before = known.get(name, CaseQueue(name=name, settings=settings, open=0, overdue=0))
        return msgspec.structs.replace(before, settings=settings)


async def require(tx: Transaction, environment_id: UUID, names: Iterable[str]) -> None:
    """Raises: QueueNotFound."""
    for name in sorted(names):
        await get(tx, environment_id, name)


async def get(tx: Transaction, environment_id: UUID, name: str) -> QueueSettings:
    """Raises: QueueNotFound."""
    settings = await case_store.find_queue(tx, environment_id, name)
    if settings is None:
        raise QueueNotFound("No such queue of cases in this environment.")
    return settings
