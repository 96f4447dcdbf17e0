"""How a log grows and is signed: the same for every environment's log and for the super-log."""

import functools
import logging
from collections.abc import Sequence
from uuid import UUID

from core.clock import Clock
from core.cpu import CpuPool
from core.database import Database, Transaction
from ledger import batches, guard, hold_store, store
from ledger.errors import ForkRefused, LeaderFenced
from ledger.guard import HeadMemory, NoGuard, SignedHead, SigningPermit
from ledger.signers import Signing
from ledger.store import Waiting
from ledger.verifier.merkle import CompactRange

_MEMORY_TIMEOUT_S = 5.0
_REASON_MAX = 1_000

_log = logging.getLogger(__name__)


async def append(tx: Transaction, log: UUID, head: CompactRange, rows: Sequence[Waiting]) -> None:
    """Put entries at the end of a log, under the fence: only from the head that was read in this transaction.

    rows: at least one, each checked. Raises: LeaderFenced.
    """
    leaves = [row.leaf_hash for row in rows]
    grown = batches.grown(head, leaves)
    if not await store.move_head(tx, log, head.size, grown):
        raise LeaderFenced("Another sequencer moved this log.", internal=f"{log=}")
    await store.add_entries(tx, log, head.size, rows)
    open_hashes = {
        level: await store.hashes_between(tx, log, level, *batches.open_range(head.size, level))
        for level in batches.completed_levels(head.size, grown.size)
    }
    tiles = batches.completed_tiles(head.size, leaves, open_hashes)
    if tiles:
        await store.add_tiles(tx, log, tiles)


class Publisher:
    """Signs heads that are committed, once a size, and remembers outside the database what it signed."""

    def __init__(
        self,
        database: Database,
        memory: HeadMemory,
        cpu: CpuPool,
        clock: Clock,
        permit: SigningPermit | None = None,
    ) -> None:
        """permit: says whether anything may be signed; without one, what is remembered here alone decides."""
        self._permit = permit or NoGuard()
        self._released: set[UUID] = set()
        self._database = database
        self._memory = memory
        self._cpu = cpu
        self._clock = clock

    async def publish(self, log: UUID, keys: Signing) -> None:
        """Sign the head of one log, unless that was done. A log that would fork is noted as held until it can be signed again.

        In a transaction of its own, after the head was committed: a signature cannot be rolled back.
        Raises: ForkRefused, LeaderFenced.
        """
        await self._permit.require()
        try:
            await self._sign(log, keys)
        except ForkRefused as error:
            async with self._database.transaction(log) as tx:
                await hold_store.hold(tx, log, error.internal[:_REASON_MAX], self._clock.now())
            _log.critical(
                "A log is not signed: it would fork.",
                extra={"environment_id": log, "internal": error.internal},
            )
            self._released.discard(log)
            raise
        if log not in self._released:
            async with self._database.transaction(log) as tx:
                await hold_store.release(tx, log)
            self._released.add(log)

    async def _sign(self, log: UUID, keys: Signing) -> None:
        async with self._database.transaction(log) as tx:
            head = await store.load_head(tx, log)
            newest = await store.newest_checkpoint(tx, log)
            published = None if newest is None else SignedHead(newest.size, newest.root)
            for signed in (published, self._memory.find(log)):
                guard.check(log, signed, head)
            if head.size == 0 or (published is not None and published.size == head.size):
                return
            root = head.root()
            remember = functools.partial(self._memory.remember, log, SignedHead(head.size, root))
            await self._cpu.run(remember, timeout_s=_MEMORY_TIMEOUT_S)
            signer = await keys.at(tx, 0 if published is None else published.size, head.size)
            now = self._clock.now()
            note = signer.sign(head.size, root, int(now.timestamp()))
            await store.add_checkpoint(tx, log, store.CheckpointRow(head.size, root, note, now))
