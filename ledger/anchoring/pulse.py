"""Whether anchoring keeps up, read from the database: true of a process that died, which is when it matters most."""

import datetime as dt

from core.clock import Clock
from core.database import Database
from ledger.anchoring import store
from ledger.anchoring.chain import GWEI
from ledger.anchoring.states import Place
from ledger.anchoring.store import WatchRow

OVERDUE_PERIODS = 3


class AnchorPulse:
    """One contract, as of the last `read`. place: None where anchoring is off, and everything is 0.

    behind: epochs that are closed and not on the chain. fee_gwei: what the newest anchor cost in all. trouble: why nothing is signed.
    """

    def __init__(self, database: Database, clock: Clock, place: Place | None) -> None:
        self.behind = 0
        self.fee_gwei = 0.0
        self.trouble: str | None = None
        self._database = database
        self._clock = clock
        self._place = place
        self._since: dt.datetime | None = None
        self._trouble_since: dt.datetime | None = None
        self._looked_at: dt.datetime | None = None
        self._every_s = 0

    async def read(self) -> None:
        """Look again. Raises: DatabaseUnavailable."""
        if self._place is None:
            return
        async with self._database.unscoped() as tx:
            watch = await store.find_watch(tx, self._place)
            newest = await store.newest_mined(tx, self._place)
        if watch is None:
            return
        self._take(watch)
        self._since = watch.first_at if newest is None else newest.mined_at
        self.fee_gwei = 0.0 if newest is None else newest.fee_wei / GWEI

    def _take(self, watch: WatchRow) -> None:
        self.behind = max(0, watch.newest_epoch - watch.latest_epoch)
        self.trouble, self._trouble_since = watch.trouble, watch.trouble_since
        self._looked_at, self._every_s = watch.looked_at, watch.every_s

    def age_s(self) -> float:
        """Since the newest anchor was seen in a block; before the first one, since anchoring began."""
        return self._age_s(self._since)

    def overdue(self) -> bool:
        """Whether the newest anchor is older than three periods, though there is something to anchor."""
        return self.behind > 0 and self.age_s() > OVERDUE_PERIODS * self._every_s

    def trouble_age_s(self) -> float:
        """For how long nothing could be signed; 0 when it can."""
        return self._age_s(self._trouble_since)

    def look_age_s(self) -> float:
        """How long ago the chain was looked at."""
        return self._age_s(self._looked_at)

    def _age_s(self, since: dt.datetime | None) -> float:
        return 0.0 if since is None else max(0.0, (self._clock.now() - since).total_seconds())
