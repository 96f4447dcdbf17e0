"""The restore guard's second half: what others hold of the super-log, against what this database has.

A database restored from a backup, together with the folder that remembers heads, is a shorter log and does not know it.
Witnesses and the chain do. While they hold more than we have, or something else, nothing is signed: not the super-log, no
log. Decisions go on, and are durable: their receipts' deadlines show that the log stands still.
"""

import asyncio
import logging
from collections.abc import Sequence
from typing import Protocol

import msgspec

from core.clock import Clock
from core.database import Database
from core.errors import PlatformError
from ledger import hold_store, store, tree
from ledger.errors import ForkRefused
from ledger.super_log import SUPER_LOG

EVERY_S = 10.0
FIRST_TIMEOUT_S = 10.0

_log = logging.getLogger(__name__)


class OutsideHead(msgspec.Struct, frozen=True):
    """The newest super-log that somebody else holds. root: None where only its size is known. holder: who, for people.

    against: how it is another than this database's, where its reader has compared them already.
    """

    size: int
    root: bytes | None
    holder: str
    against: str | None = None


class HeadSource(Protocol):
    """Somebody who holds checkpoints of ours: witnesses, a chain."""

    name: str

    async def newest(self) -> list[OutsideHead]:
        """Only what we truly signed or anchored. Raises: PlatformError when nobody answers."""
        ...


class OutsideGuard:
    """`run()` compares now and again; `require()` waits for the first comparison, and refuses while one stands against us."""

    def __init__(self, database: Database, sources: Sequence[HeadSource], clock: Clock) -> None:
        self._database = database
        self._sources = tuple(sources)
        self._clock = clock
        self._compared = asyncio.Event()
        self._reason: str | None = None
        self._silent: set[str] = set()

    async def run(self) -> None:
        """Raises: DatabaseUnavailable; the caller starts it again."""
        while True:
            await self.compare()
            await asyncio.sleep(EVERY_S)

    async def require(self) -> None:
        """Wait at most ten seconds for the first comparison: holders that do not answer cannot stop a log for ever."""
        if not self._compared.is_set():
            try:
                async with asyncio.timeout(FIRST_TIMEOUT_S):
                    await self._compared.wait()
            except TimeoutError:
                _log.warning("Nobody who holds checkpoints could be asked before signing.")
        if self._reason is not None:
            raise ForkRefused("Signing is held.", internal=self._reason)

    async def compare(self) -> str | None:
        """Ask everybody and compare. Returns: why nothing may be signed, or None."""
        heads: list[OutsideHead] = []
        unanswered = 0
        for source in self._sources:
            try:
                heads += await source.newest()
            except PlatformError as error:
                unanswered += 1
                if source.name not in self._silent:
                    _log.warning("Nobody answers.", extra={"component": source.name, "code": error.code})
                self._silent.add(source.name)
            else:
                self._silent.discard(source.name)
        reason = await self._against(heads)
        if reason is None and unanswered and self._reason is not None:
            reason = self._reason  # who stood against us has not said otherwise
        await self._settle(reason)
        self._compared.set()
        return reason

    async def _against(self, heads: Sequence[OutsideHead]) -> str | None:
        async with self._database.transaction(SUPER_LOG) as tx:
            own = (await store.load_head(tx, SUPER_LOG)).size
            for head in heads:
                if head.against is not None:
                    return f"{head.holder} holds another super-log than this database: {head.against}"
                if head.size > own:
                    return f"{head.holder} holds a super-log of {head.size} epochs, this database {own}"
                if head.root is None or head.size == 0:
                    continue
                if (await tree.prove(tx, SUPER_LOG, [(0, head.size)]))[0] != head.root:
                    return f"{head.holder} holds another super-log of {head.size} epochs than this database"
        return None

    async def _settle(self, reason: str | None) -> None:
        if reason == self._reason and self._compared.is_set():
            return
        async with self._database.transaction(SUPER_LOG) as tx:
            if reason is None:
                await hold_store.release(tx, SUPER_LOG)
            else:
                await hold_store.hold(tx, SUPER_LOG, reason, self._clock.now())
        if reason is not None:
            _log.critical(
                "Nothing is signed: the database is not what others hold.", extra={"internal": reason}
            )
        elif self._reason is not None:
            _log.warning("Signing goes on: the database is what others hold again.")
        self._reason = reason
