"""Whether the logs keep their promise: how many entries wait, since when, and what was done meanwhile.

Read from the database, so that it is true of a worker that died, which is when it matters most.
"""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from core.clock import Clock
from core.database import Database
from ledger import hold_store, pulse_store
from ledger.pulse_store import Head
from ledger.super_log import SUPER_LOG

_SCOPE_MAX = 1_000


class LedgerPulse:
    """All logs of the installation together, as of the last `read`. Counts of checkpoints begin with the first one.

    entries: in all logs. checkpoints: signed since the first read. refused: rows that can never be entries.
    held: logs that are not signed because that would fork them; one for the super-log stands for all.
    unsequenced: entries that wait for a place. unsigned: entries with a place under no checkpoint yet.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self.held = 0
        self.entries = self.checkpoints = self.refused = self.unsequenced = self.unsigned = 0
        self.read_at: dt.datetime | None = None
        self._database = database
        self._clock = clock
        self._waiting_since: dt.datetime | None = None
        self._unsigned_since: dict[UUID, tuple[int, dt.datetime]] = {}
        self._signed: dict[UUID, int] = {}

    async def read(self) -> None:
        """Look at every log again. Raises: DatabaseUnavailable."""
        await self.read_logs(await self._database.environments())

    async def read_logs(self, known: Sequence[UUID]) -> None:
        refused = unsequenced = checkpoints = held = 0
        heads: list[Head] = []
        oldest: list[dt.datetime] = []
        for at in range(0, len(known), _SCOPE_MAX):
            scope = known[at : at + _SCOPE_MAX]
            async with self._database.transaction([*scope, SUPER_LOG] if at == 0 else scope) as tx:
                held += await hold_store.count(tx, [*scope, SUPER_LOG] if at == 0 else scope)
                intake = await pulse_store.intake(tx, scope)
                refused += await pulse_store.refused(tx, scope)
                heads += await pulse_store.heads(tx, scope)
                if self.read_at is not None:
                    sizes = {one: self._signed.get(one, 0) for one in scope}
                    checkpoints += await pulse_store.signed_since(tx, sizes)
            unsequenced += intake.waiting
            oldest += [intake.since] if intake.since is not None else []
        entries = sum(head.size for head in heads)
        self.entries, self.refused, self.unsequenced = entries, refused, unsequenced
        self.checkpoints += checkpoints
        self.held = held
        self.unsigned = entries - sum(head.signed for head in heads)
        self._waiting_since = min(oldest, default=None)
        self._signed = {head.environment_id: head.signed for head in heads}
        self.read_at = self._clock.now()
        self._unsigned_since = self._behind(heads, self.read_at)

    def read_age_s(self) -> float:
        """How old what is known is; it grows while the database cannot be read. 0 before the first read."""
        return self._age_s(self.read_at)

    def unsequenced_age_s(self) -> float:
        """How long the oldest entry without a place has waited; 0 when none does."""
        return self._age_s(self._waiting_since)

    def unsigned_age_s(self) -> float:
        """For how long a log has been seen with entries under no checkpoint, and no new checkpoint; 0 when none is."""
        return self._age_s(min((since for _, since in self._unsigned_since.values()), default=None))

    def _behind(self, heads: Sequence[Head], now: dt.datetime) -> dict[UUID, tuple[int, dt.datetime]]:
        """Carry on the time since when each log is behind, unless a checkpoint has come since."""
        behind: dict[UUID, tuple[int, dt.datetime]] = {}
        for head in heads:
            if head.signed == head.size:
                continue
            before = self._unsigned_since.get(head.environment_id)
            behind[head.environment_id] = (
                before if before is not None and before[0] == head.signed else (head.signed, now)
            )
        return behind

    def _age_s(self, since: dt.datetime | None) -> float:
        return 0.0 if since is None else max(0.0, (self._clock.now() - since).total_seconds())
