"""What the server tells of the parts that work behind it: read from the database every few seconds, by one loop.

Not at each scrape: `/metrics` asks for no credential, and must cost the database nothing.
"""

import asyncio

from core import jobs
from core.database import Database
from core.jobs import JobCounts
from ledger.anchoring.pulse import AnchorPulse
from ledger.pulse import LedgerPulse

EVERY_S = 10.0


class Pulse:
    def __init__(
        self, database: Database, ledger: LedgerPulse, anchors: AnchorPulse, *, every_s: float = EVERY_S
    ) -> None:
        self.ledger = ledger
        self.anchors = anchors
        self.jobs: JobCounts = {}
        self._database = database
        self._every_s = every_s

    async def run(self) -> None:
        """Read now and again until cancelled. Raises: DatabaseUnavailable; the caller starts it again."""
        while True:
            await self.read()
            await asyncio.sleep(self._every_s)

    async def read(self) -> None:
        await self.ledger.read()
        await self.anchors.read()
        async with self._database.unscoped() as tx:
            self.jobs = await jobs.count(tx)
