"""Closing epochs: every log's newest checkpoint into its slot, the slots' root into the super-log, one signature over all.

One transaction writes an epoch whole: new slots, each log's leaf and path, the record. The head of the super-log is the
fence: whoever read it before another closed an epoch writes nothing. The checkpoint is signed after the commit, as that of
any log is. When the next epoch is due is read from the newest record, so neither a crash nor a second closer adds one.
"""

import asyncio
import datetime as dt
import functools
import logging
from collections.abc import Iterator, Sequence
from uuid import UUID

from core.clock import Clock, to_micros
from core.cpu import CpuPool
from core.database import Database, Transaction, rescope
from core.errors import DatabaseUnavailable
from ledger import epoch_store, growth, store
from ledger.anchoring import store as anchor_store
from ledger.anchoring.states import REFUSING
from ledger.errors import ForkRefused, LedgerCorrupt
from ledger.growth import Publisher
from ledger.guard import HeadMemory, SigningPermit
from ledger.settings import LedgerSettings
from ledger.signers import LogSigner
from ledger.slots import EpochRecord, LogState, SlotKeys, SlotRow, close_epoch, read_record
from ledger.store import Waiting
from ledger.super_log import SUPER_LOG
from ledger.verifier import merkle
from ledger.verifier.merkle import CompactRange

_SCOPE_MAX = 1_000
_FIRST_LOOK_MAX = dt.timedelta(seconds=60)
_BUILD_TIMEOUT_S = 60.0
_LOOK_EVERY_S_MAX = 5.0
_EMPTY = functools.partial(LogState, size=0, root=merkle.EMPTY_ROOT)

_log = logging.getLogger(__name__)


class EpochCloser:
    """`run()` leads, or waits to lead, until cancelled. `signer`: of the super-log."""

    def __init__(
        self,
        database: Database,
        signer: LogSigner,
        slot_keys: SlotKeys,
        cpu: CpuPool,
        clock: Clock,
        settings: LedgerSettings,
        *,
        permit: SigningPermit | None = None,
    ) -> None:
        self._database = database
        self._signer = signer
        self._slot_keys = slot_keys
        self._cpu = cpu
        self._clock = clock
        self._every_s = settings.epoch_every_s
        self._anchored_on = settings.anchored_on
        self._publisher = Publisher(database, HeadMemory(settings.heads_dir), cpu, clock, permit)

    async def run(self) -> None:
        """Wait for the lead, then close epochs until cancelled or the connection breaks.

        Raises: DatabaseUnavailable, LeaderFenced, ForkRefused. The caller starts it again.
        """
        look_every_s = min(_LOOK_EVERY_S_MAX, self._every_s / 4)
        async with self._database.listening() as connection:
            while not await epoch_store.try_lead(connection):  # noqa: ASYNC110  another process holds the lock
                await asyncio.sleep(look_every_s)
            await self._first_look(look_every_s)
            await (
                self.publish()
            )  # a leader that died between the commit and the signature left this to the next
            while not connection.is_closed():
                if await self.close() is not None:
                    await self.publish()
                await asyncio.sleep(look_every_s)
        raise DatabaseUnavailable("The connection that leads the epochs broke.")

    async def close(self) -> EpochRecord | None:
        """Close an epoch, if one is due. Returns: its record, committed and not signed yet; None when none is due.

        Raises: LeaderFenced when another closed one meanwhile; LedgerCorrupt; ForkRefused.
        """
        await self._check_chain()
        async with self._database.transaction(SUPER_LOG) as tx:
            head = await store.load_head(tx, SUPER_LOG)
            previous = await _newest_record(tx, head.size)
            now_us = to_micros(self._clock.now())
            if previous is not None and abs(now_us - previous.ts) < self._every_s * 1_000_000:
                return None
            logs, fresh = await _logs(tx)
            states = await _states(tx, logs)
            if previous is None and not any(state.size for state in states):
                return None
            ts = now_us if previous is None else max(now_us, previous.ts + 1)
            work = functools.partial(close_epoch, head.size + 1, ts, states, self._slot_keys)
            record, rows = await self._cpu.run(work, timeout_s=_BUILD_TIMEOUT_S)
            await _write(tx, head, record, rows, fresh)
        _log.info("An epoch is closed.", extra={"epoch": record.epoch, "slots": record.slots})
        return record

    async def publish(self) -> None:
        """Sign the newest state of the super-log, unless that was done. Raises: ForkRefused."""
        await self._check_chain()
        await self._publisher.publish(SUPER_LOG, self._signer)

    async def _first_look(self, every_s: float) -> None:
        """Wait for a look at the chain since this began: what a restored database says of the chain is old, too.

        A minute at most: where nobody looks, epochs are closed all the same.
        """
        began = self._clock.now()
        while self._anchored_on is not None and self._clock.now() - began < _FIRST_LOOK_MAX:
            async with self._database.unscoped() as tx:
                watch = await anchor_store.find_watch(tx, self._anchored_on)
            if watch is not None and watch.looked_at >= began:
                return
            await asyncio.sleep(every_s)

    async def _check_chain(self) -> None:
        """Refuse to go on from a database that is older than what the chain holds: another history would be signed.

        What the chain holds is looked up by the process that anchors. Raises: ForkRefused.
        """
        if self._anchored_on is None:
            return
        async with self._database.unscoped() as tx:
            watch = await anchor_store.find_watch(tx, self._anchored_on)
        if watch is not None and watch.trouble in REFUSING:
            raise ForkRefused(
                "The chain holds an epoch that the super-log does not have.", internal=watch.trouble
            )


async def _newest_record(tx: Transaction, size: int) -> EpochRecord | None:
    if size == 0:
        return None
    rows = await store.entries_from(tx, SUPER_LOG, size - 1, 1)
    record = read_record(rows[0].entry) if rows else None
    if record is None or record.epoch != size:
        raise LedgerCorrupt("The super-log has a hole.", internal=f"{size=}")
    return record


async def _logs(tx: Transaction) -> tuple[list[UUID], list[UUID]]:
    """Return every log in the order of slots, and those at the end that get their slot in this epoch."""
    given = await epoch_store.slots(tx)
    if [slot for slot, _ in given] != list(range(len(given))):
        raise LedgerCorrupt("The slots of logs are not numbered from 0 on.", internal=f"{len(given)=}")
    fresh = await epoch_store.without_slot(tx)
    return [*(log for _, log in given), *fresh], fresh


async def _states(tx: Transaction, logs: Sequence[UUID]) -> list[LogState]:
    """Read every log's newest checkpoint, in order."""
    found: dict[UUID, LogState] = {}
    for scope in _chunks(logs):
        await rescope(tx, scope)
        found.update(await epoch_store.states(tx, scope))
    return [found.get(log) or _EMPTY(log) for log in logs]


async def _write(
    tx: Transaction, head: CompactRange, record: EpochRecord, rows: Sequence[SlotRow], fresh: Sequence[UUID]
) -> None:
    entry = record.encode()
    await rescope(tx, SUPER_LOG)
    row = Waiting(record.epoch, UUID(int=record.epoch), merkle.leaf_hash(entry), entry)
    await growth.append(tx, SUPER_LOG, head, [row])  # first: behind the fence nobody else gives slots
    await epoch_store.add_slots(tx, record.slots - len(fresh), fresh)
    for at in range(0, len(rows), _SCOPE_MAX):
        part = rows[at : at + _SCOPE_MAX]
        await rescope(tx, [each.log for each in part])
        await epoch_store.add_epoch_slots(tx, part)


def _chunks(logs: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    for at in range(0, len(logs), _SCOPE_MAX):
        yield logs[at : at + _SCOPE_MAX]
