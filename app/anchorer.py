"""The process that anchors the super-log on a chain. The worker starts it where a chain is set, and it goes with the worker."""

import asyncio
import gc
import logging

from app import lifeline, process
from app.background import Background
from app.settings import Settings
from app.wiring import anchoring

_log = logging.getLogger("app.anchorer")


async def work(settings: Settings) -> None:
    stopping = lifeline.stop_event()
    async with anchoring.anchorer(settings) as anchorer, Background() as background:
        gc.collect()
        gc.freeze()
        background.start("anchoring", anchorer.run)
        await asyncio.create_task(stopping.wait())
    _log.info("Stopped.")


def main() -> None:
    process.run("app.anchorer", work)


if __name__ == "__main__":
    main()
