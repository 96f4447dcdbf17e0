"""Pinning: an IPFS node is asked to keep each bundle. Off unless a node is named; nothing else waits for it.

The public bundles go first and each log's in order. What a node does not take is tried again, after longer and longer waits, and the log
of the process says once that it fails.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Protocol
from uuid import UUID

from core import rounds
from core.clock import Clock
from core.database import Database
from core.errors import ErrorKind, PlatformError
from core.objects import Objects
from ledger import bundle_store
from ledger.bundle_making import cid_of_manifest, objects_prefix
from ledger.bundle_store import Unpinned
from ledger.super_log import SUPER_LOG

LOOK_EVERY_S = 5.0
WAIT_S_MAX = 600.0
_AT_ONCE = 100

_log = logging.getLogger(__name__)


class PinFailed(PlatformError):
    """The node cannot be reached, refuses the file, or says something else than that it keeps it."""

    kind = ErrorKind.UNAVAILABLE
    code = "ledger_pin_failed"


class PinningNode(Protocol):
    """An IPFS node, or what speaks like one."""

    async def pin(self, root: str, car: AsyncIterator[bytes]) -> None:
        """Hand over a CAR and have its root kept, with all it links to. Again is no harm. Raises: PinFailed."""
        ...


class BundlePins:
    """`run()` pins what is not pinned yet, until cancelled."""

    def __init__(
        self,
        database: Database,
        objects: Objects,
        node: PinningNode,
        clock: Clock,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._sleep = sleep
        self._database = database
        self._objects = objects
        self._node = node
        self._clock = clock

    async def run(self) -> None:
        """Pin, rest, and begin again. Raises: DatabaseUnavailable, ObjectNotFound."""
        wait_s = LOOK_EVERY_S
        while True:
            try:
                await self.pin_all()
                wait_s = LOOK_EVERY_S
            except PinFailed as error:
                if wait_s == LOOK_EVERY_S:
                    _log.error(
                        "A bundle cannot be pinned; it is tried again.", extra={"internal": error.internal}
                    )
                wait_s = min(wait_s * 2, WAIT_S_MAX)
            await self._sleep(wait_s)

    async def pin_all(self) -> int:
        """Pin every bundle that is not. Returns: how many. Raises: PinFailed at the first that is not taken."""
        pinned = await self._pin_some([SUPER_LOG])
        environments = await self._database.environments()
        for at in range(0, len(environments), rounds.ENVIRONMENTS_MAX):
            pinned += await self._pin_some(environments[at : at + rounds.ENVIRONMENTS_MAX])
        return pinned

    async def _pin_some(self, logs: list[UUID]) -> int:
        pinned = 0
        while True:
            async with self._database.transaction(logs) as tx:
                waiting = await bundle_store.unpinned(tx, logs, _AT_ONCE)
            for one in waiting:
                await self._pin(one)
            pinned += len(waiting)
            if len(waiting) < _AT_ONCE:
                return pinned

    async def _pin(self, one: Unpinned) -> None:
        car = self._objects.pieces(f"{objects_prefix(one.log)}/{one.car.hex()}")
        await self._node.pin(str(cid_of_manifest(one.manifest)), car)
        async with self._database.transaction(one.log) as tx:
            await bundle_store.set_pinned(tx, one.log, one.epoch, self._clock.now())
