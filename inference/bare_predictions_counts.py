"""Bare predictions in the ledger: no entry each, but one a version and minute, `prediction.count.v1`.

Counts are held in memory for a second at most, then in a table, and become an entry once their minute is over. A process
that is killed loses what it counted in its last second, never what is in the table; a database that is away loses
nothing. A process that wrote late makes a second entry for its minute: the sum of the entries is what was predicted.
"""

import asyncio
import datetime as dt
import logging
from collections.abc import Sequence
from uuid import UUID

from core import intake
from core.clock import Clock
from core.database import Database, Transaction
from core.errors import DatabaseUnavailable
from core.ids import uuid7
from inference import bare_predictions_store as store
from inference.bare_predictions_store import CountRow

FLUSH_EVERY_S = 1.0
SETTLED_AFTER = dt.timedelta(seconds=65)
"""From the start of a minute until its counts become an entry: a minute, and time for every process to write its own."""
LATE_AFTER = dt.timedelta(minutes=5)
"""Auditors refuse a log whose times go back by ten minutes: a count that is entered later than this states the time of its entering."""
SYSTEM = "system"

_log = logging.getLogger(__name__)
_Key = tuple[UUID, dt.datetime, UUID, bytes]


class PredictionCounts:
    """Counts of this process. `run` writes them; `add` never waits."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._pending: dict[_Key, list[int]] = {}
        self._open: set[tuple[UUID, dt.datetime]] = set()

    def add(self, environment_id: UUID, version_id: UUID, digest: bytes, rows: int) -> None:
        """Count one request for `rows` predictions."""
        minute = self._clock.now().replace(second=0, microsecond=0)
        counted = self._pending.setdefault((environment_id, minute, version_id, digest), [0, 0])
        counted[0] += 1
        counted[1] += rows

    async def flush(self) -> None:
        """Write what was counted. Raises: DatabaseUnavailable; what was not written is kept for the next flush."""
        taken, self._pending = self._pending, {}
        if not taken:
            return
        rows = [_row(key, taken[key]) for key in sorted(taken)]
        try:
            async with self._database.transaction(sorted({row.environment_id for row in rows})) as tx:
                await store.add_counts(tx, rows)
        except BaseException:
            for key, (requests, count) in taken.items():
                counted = self._pending.setdefault(key, [0, 0])
                counted[0] += requests
                counted[1] += count
            raise
        self._open.update((row.environment_id, row.minute) for row in rows)

    async def settle(self) -> None:
        """Make entries of the minutes that are over, in the environments that this process counted for."""
        before = self._clock.now() - SETTLED_AFTER
        due = {each for each in self._open if each[1] < before}
        if not due:
            return
        environments = sorted({environment_id for environment_id, _ in due})
        async with self._database.transaction(environments) as tx:
            await settle(tx, environments, self._clock)
        self._open -= due

    async def run(self) -> None:
        """Flush and settle every second until cancelled, and flush once more then."""
        try:
            while True:
                await asyncio.sleep(FLUSH_EVERY_S)
                await self._flush_or_log()
        finally:
            await self._flush_or_log()

    async def _flush_or_log(self) -> None:
        try:
            await self.flush()
            await self.settle()
        except DatabaseUnavailable:
            _log.warning("Counts of predictions wait for the database.")


async def settle(tx: Transaction, environment_ids: Sequence[UUID], clock: Clock) -> int:
    """Make entries of the minutes that are over, whoever counted in them. Returns: how many entries."""
    rows = await store.take_counts(tx, environment_ids, clock.now() - SETTLED_AFTER)
    if rows:
        await intake.append_many(tx, [_entry(row, clock) for row in rows])
    return len(rows)


def _row(key: _Key, counted: list[int]) -> CountRow:
    environment_id, minute, version_id, digest = key
    return CountRow(
        environment_id=environment_id,
        minute=minute,
        version_id=version_id,
        digest=digest,
        request_count=counted[0],
        row_count=counted[1],
    )


def _entry(row: CountRow, clock: Clock) -> intake.Entry:
    """An entry of its minute; of one that a dead process left behind long ago, an entry of now that names the minute."""
    now, out = clock.now(), f"requests={row.request_count} rows={row.row_count}"
    late = now - row.minute > LATE_AFTER
    return intake.Entry(
        typ="prediction.count.v1",
        log=row.environment_id,
        eid=uuid7(clock),
        at=now if late else row.minute,
        act=SYSTEM,
        out=f"minute={row.minute:%Y-%m-%dT%H:%MZ} {out}" if late else out,
        model=row.digest,
        refs=(row.version_id,),
    )
