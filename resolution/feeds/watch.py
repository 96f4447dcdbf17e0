"""Looks at feeds when their time has come. Several workers share them: who takes one holds it for a minute, or until it is done."""

import asyncio
import datetime as dt
import logging
from uuid import UUID

from core.clock import Clock, ahead
from core.database import Database, Transaction
from core.errors import PlatformError
from core.moved_clocks import ahead_of
from resolution.feeds import feed_store
from resolution.feeds.addresses import AddressVisits
from resolution.feeds.entities import Feed
from resolution.feeds.feed_store import Due
from resolution.feeds.feeds import FOLDER_EVERY_S
from resolution.feeds.folder_visits import FolderVisits
from resolution.feeds.takings import Takings
from tenants.closings import require_open
from tenants.principals import EnvironmentClosed

TICK_S = 1.0
LEASE = dt.timedelta(seconds=60)
AGAIN_AFTER_FAULT = dt.timedelta(seconds=30)
RUNS_KEPT_FOR = dt.timedelta(days=90)
SOON = dt.timedelta(seconds=FOLDER_EVERY_S)
_AT_ONCE = 4
_FORGET_EVERY = dt.timedelta(hours=1)

_log = logging.getLogger(__name__)


class FeedWatch:
    """folders: None where the installation has no folder for files."""

    def __init__(
        self,
        database: Database,
        takings: Takings,
        folders: FolderVisits | None,
        addresses: AddressVisits,
        clock: Clock,
    ) -> None:
        self._database = database
        self._takings = takings
        self._folders = folders
        self._addresses = addresses
        self._clock = clock
        self._forgot: dict[UUID, dt.datetime] = {}

    async def run(self) -> None:
        """Look at all that are due, every second until cancelled."""
        while True:
            while await self.look():
                pass
            await asyncio.sleep(TICK_S)

    async def look(self) -> int:
        """Look at some of the feeds that are due. Returns: how many."""
        async with self._database.unscoped() as tx:
            due = await feed_store.claim(tx, self._clock.now(), LEASE, _AT_ONCE)
        await asyncio.gather(*(self._visit(each) for each in due))
        return len(due)

    async def _visit(self, due: Due) -> None:
        async with self._database.transaction(due.environment_id) as tx:
            feed = await feed_store.find(tx, due.environment_id, due.feed_id)
            by = await ahead_of(tx, due.environment_id)
        if feed is None:
            return
        wait: dt.timedelta | None
        try:
            await require_open(self._database, feed.environment_id)
            with ahead(by):
                wait = await self._work(feed)
        except EnvironmentClosed:
            wait = LEASE
        except (PlatformError, OSError) as error:
            # The text of an OSError names a file, and a file may be named after somebody.
            reason = error.code if isinstance(error, PlatformError) else f"errno {error.errno}"
            _log.warning("A feed could not be looked at.", extra={"feed_id": str(feed.id), "code": reason})
            wait = AGAIN_AFTER_FAULT
        async with self._database.transaction(feed.environment_id) as tx:
            await self._forget(tx, feed)
            await feed_store.look_again(tx, feed, None if wait is None else self._clock.now() + wait)

    async def _forget(self, tx: Transaction, feed: Feed) -> None:
        """Once an hour, let go of runs that ended long ago."""
        now = self._clock.now()
        if now - self._forgot.get(feed.id, now - _FORGET_EVERY) >= _FORGET_EVERY:
            self._forgot[feed.id] = now
            await feed_store.forget(tx, feed, now - RUNS_KEPT_FOR)

    async def _work(self, feed: Feed) -> dt.timedelta | None:
        """Returns: when to look again; None of what is paused, once what it took has ended."""
        left = await self._takings.settle(feed)
        if feed.state == "paused":
            return SOON if left else None
        if feed.kind == "folder":
            if self._folders is not None:
                await self._folders.visit(feed)
            return SOON
        if feed.kind == "webhook":
            return _FORGET_EVERY
        now = self._clock.now()
        if feed.next_at is not None and feed.next_at > now:
            return min(SOON, feed.next_at - now) if left else feed.next_at - now
        await self._addresses.visit(feed)
        return SOON
