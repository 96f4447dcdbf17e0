"""A process that works backtests off: it takes one chunk after the other, and ends when none has come for a while.

As many run as there are cores. It ends too when the worker that started it is gone, and gives back what it has in hand.
"""

import asyncio
import gc
import logging
import os
import sys
from uuid import UUID

from app import lifeline, process
from app.settings import Settings
from app.wiring.backtest_runs import backtest_runs
from app.wiring.foundation import open_foundation
from app.wiring.keeping import keep_shipped
from inference.backtests.runs import BacktestRuns

_LOOK_EVERY_S = 0.25
_IDLE_LOOKS_MAX = 20
_NICER_BY = 5
"""Decisions go first."""

_log = logging.getLogger("app.backtester")


async def work(settings: Settings, owner: UUID) -> None:
    stopping = lifeline.stop_event()
    async with open_foundation(settings, pool_size_max=2) as base:
        await keep_shipped(base)
        runs = backtest_runs(base, owner)
        gc.collect()
        gc.freeze()  # what start-up made stays: looking through it again and again finds nothing
        working = asyncio.create_task(_work_until_idle(runs))
        told = asyncio.create_task(stopping.wait())
        await asyncio.wait({working, told}, return_when=asyncio.FIRST_COMPLETED)
        for task in (working, told):
            task.cancel()
        ended = await asyncio.gather(working, told, return_exceptions=True)
        await runs.hand_back()
        if not stopping.is_set() and isinstance(ended[0], Exception):
            raise ended[0]
    _log.info("Stopped.")


async def _work_until_idle(runs: BacktestRuns) -> None:
    idle = 0
    while idle < _IDLE_LOOKS_MAX:
        idle = 0 if await runs.work_next() else idle + 1
        await asyncio.sleep(_LOOK_EVERY_S if idle else 0)


def main() -> None:
    process.run(
        "app.backtester",
        lambda settings: work(settings, UUID(sys.argv[1])),
        prepare=lambda: os.nice(_NICER_BY),
    )


if __name__ == "__main__":
    main()
