"""The sequencer: moves entries from the intake into the logs, one leader for all of them, and signs what they become.

Leader by an advisory lock on a connection of its own; fenced besides, because a leader that was paused does not know that
it is none any more: each batch moves the head only from the size at which it read it.
It wakes by NOTIFY, waits 150 ms for company, and once a second looks for itself in every environment: a notification may
be lost, an entry may not.
"""

import asyncio
import functools
import logging
import time
from collections.abc import Callable, Iterable
from uuid import UUID

import asyncpg

from core import tracing
from core.clock import Clock
from core.cpu import CpuPool
from core.database import CONNECTION_ERRORS, Database, Transaction
from core.errors import DatabaseUnavailable, PlatformError
from core.intake import CHANNEL
from core.tracing import Tracing
from ledger import batches, growth, store
from ledger.errors import LeaderFenced
from ledger.growth import Publisher
from ledger.guard import HeadMemory, SigningPermit
from ledger.keys import LogKeys
from ledger.settings import LedgerSettings

_SELECT_TIMEOUT_S = 10.0
_INLINE_ROWS_MAX = 64
_SCOPE_MAX = 1_000

_log = logging.getLogger(__name__)


class Sequencer:
    """`run()` leads, or waits to lead, until cancelled."""

    def __init__(
        self,
        database: Database,
        keys: LogKeys,
        cpu: CpuPool,
        clock: Clock,
        settings: LedgerSettings,
        *,
        monotonic_s: Callable[[], float] = time.monotonic,
        tracing: Tracing | None = None,
        permit: SigningPermit | None = None,
    ) -> None:
        self._database = database
        self._keys = keys
        self._cpu = cpu
        self._clock = clock
        self._settings = settings
        self._monotonic_s = monotonic_s
        self._tracing = tracing
        self._publisher = Publisher(database, HeadMemory(settings.heads_dir), cpu, clock, permit)
        self._wake = asyncio.Event()
        self._waiting: set[UUID] = set()
        self._unsigned: dict[UUID, float] = {}
        self._signed_at: dict[UUID, float] = {}

    async def run(self) -> None:
        """Wait for the lead, then sequence until cancelled or the connection breaks.

        Raises: DatabaseUnavailable, LeaderFenced. The caller starts it again.
        """
        async with self._database.listening() as connection:
            connection.add_termination_listener(self._on_lost)
            try:
                while not await store.try_lead(connection):  # noqa: ASYNC110  another process holds the lock
                    await asyncio.sleep(self._settings.sweep_every_ms / 1000)
                await connection.add_listener(CHANNEL, self._on_notify)
            except (asyncpg.InterfaceError, *CONNECTION_ERRORS) as error:
                raise DatabaseUnavailable(
                    "The sequencer's connection broke.", internal=repr(error)
                ) from error
            _log.info("Sequencing.")
            await self._lead(connection)

    async def sequence(self, environment_id: UUID) -> int:
        """Move one batch of one log. Returns: how many rows were taken. Raises: LeaderFenced."""
        async with self._database.transaction(environment_id) as tx:
            rows = await store.take(tx, environment_id, self._settings.batch_entries_max)
            if rows:
                await self._move(tx, environment_id, rows)
        return len(rows)

    async def publish(self, environment_id: UUID) -> None:
        """Sign the head of one log, unless that was done. Raises: ForkRefused, VaultMissing."""
        await self._keys.ensure_second(environment_id)
        await self._publisher.publish(environment_id, await self._keys.open(environment_id))

    async def sweep(self) -> set[UUID]:
        """Find the environments with something to sequence or to sign."""
        async with self._database.unscoped() as tx:
            known = await store.environments(tx)
        found: set[UUID] = set()
        for at in range(0, len(known), _SCOPE_MAX):
            scope = known[at : at + _SCOPE_MAX]
            async with self._database.transaction(scope) as tx:
                found.update(await store.waiting_environments(tx, scope))
        return found

    async def _lead(self, connection: asyncpg.Connection) -> None:
        sweep_due_s = 0.0
        while not connection.is_closed():
            if self._monotonic_s() >= sweep_due_s:
                self._waiting |= await self.sweep()
                sweep_due_s = self._monotonic_s() + self._settings.sweep_every_ms / 1000
            due = self._take_due()
            if not due:
                await self._rest(sweep_due_s)
                continue
            await self._sequence_all(due)
        raise DatabaseUnavailable("The sequencer's connection broke.")

    def _take_due(self) -> set[UUID]:
        """Take the logs with new entries, and those whose checkpoint is due."""
        now_s = self._monotonic_s()
        due = self._waiting | {one for one, due_s in self._unsigned.items() if due_s <= now_s}
        self._waiting = set()
        return due

    async def _rest(self, sweep_due_s: float) -> None:
        """Sleep until there is work; then a moment longer, so that entries come in company."""
        until_s = min([sweep_due_s, *self._unsigned.values()])
        self._wake.clear()
        if self._waiting:
            return
        try:
            async with asyncio.timeout(max(0.0, until_s - self._monotonic_s())):
                await self._wake.wait()
        except TimeoutError:
            return
        await asyncio.sleep(self._settings.batch_wait_ms / 1000)

    async def _sequence_all(self, environment_ids: Iterable[UUID]) -> None:
        """One batch of each log, a few logs at once, so that a busy one does not starve the others.

        Raises: LeaderFenced.
        """
        gate = asyncio.Semaphore(self._settings.logs_at_once)
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self._sequence_one(gate, one)) for one in environment_ids]
        for task in tasks:
            fenced = task.result()
            if fenced is not None:
                raise fenced

    async def _sequence_one(self, gate: asyncio.Semaphore, environment_id: UUID) -> LeaderFenced | None:
        """A log that cannot go on is reported and tried again at the next sweep; the others go on."""
        async with gate:
            try:
                about = {"countermark.environment_id": str(environment_id)}
                with tracing.span(self._tracing, "ledger sequence", about) as note:
                    taken = await self.sequence(environment_id)
                    note("countermark.batch.size", taken)
                if self._signing_due(environment_id):
                    with tracing.span(self._tracing, "ledger publish", about):
                        await self.publish(environment_id)
                    self._signed_at[environment_id] = self._monotonic_s()
                    self._unsigned.pop(environment_id)
            except LeaderFenced as error:
                return error
            except (PlatformError, asyncpg.PostgresError) as error:
                self._unsigned.pop(environment_id, None)
                _log.error("A log cannot be sequenced.", extra=_cause(environment_id, error))
                return None
        if taken == self._settings.batch_entries_max:
            self._waiting.add(environment_id)
        return None

    async def _move(self, tx: Transaction, environment_id: UUID, rows: list[store.Waiting]) -> None:
        head = await store.load_head(tx, environment_id)
        known = await store.known_leaves(tx, environment_id, [row.eid for row in rows])
        batch = await self._select(environment_id, rows, known)
        for refusal in batch.refusals:
            _log.error(
                "An entry was refused.",
                extra={"environment_id": environment_id, "internal": refusal.reason, "seq": refusal.seq},
            )
            await store.add_refused(tx, environment_id, refusal.seq, refusal.reason, self._clock.now())
        if batch.accepted:
            await growth.append(tx, environment_id, head, batch.accepted)
        await store.drop_taken(tx, environment_id, rows)

    async def _select(
        self, environment_id: UUID, rows: list[store.Waiting], known: dict[UUID, bytes]
    ) -> batches.Batch:
        work = functools.partial(batches.select, environment_id, rows, known)
        if len(rows) <= _INLINE_ROWS_MAX:
            return work()
        return await self._cpu.run(work, timeout_s=_SELECT_TIMEOUT_S)

    def _signing_due(self, environment_id: UUID) -> bool:
        """Say whether this log may be signed now; otherwise note when."""
        last_s = self._signed_at.get(environment_id, float("-inf"))
        due_s = max(self._monotonic_s(), last_s + self._settings.checkpoint_every_ms / 1000)
        return self._unsigned.setdefault(environment_id, due_s) <= self._monotonic_s()

    def _on_notify(self, _connection: object, _pid: int, _channel: str, payload: str) -> None:
        self._waiting.add(UUID(payload))
        self._wake.set()

    def _on_lost(self, _connection: object) -> None:
        self._wake.set()


def _cause(environment_id: UUID, error: PlatformError | asyncpg.PostgresError) -> dict[str, object]:
    """What may be logged of a failure; the text of a database error may quote a row."""
    if isinstance(error, PlatformError):
        return {"environment_id": environment_id, "code": error.code, "internal": error.internal}
    return {"environment_id": environment_id, "code": error.sqlstate, "kind": type(error).__name__}
