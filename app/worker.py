"""The worker process: sequences the logs, delivers the outbox, and keeps house, until the supervisor says otherwise."""

import logging
import os

from app import lifeline, process
from app.settings import Settings
from app.wiring import worker as wiring

NICENESS = 5
"""What is done here may wait some milliseconds, an answer may not: where processors are short, the server and the database
get three times as much of them. The children that work batches off and train inherit it."""

_log = logging.getLogger("app.worker")


async def work(settings: Settings) -> None:
    stopping = lifeline.stop_event()
    async with wiring.worker(settings):
        _log.info("Working.")
        await stopping.wait()
    _log.info("Stopped.")


def main() -> None:
    process.run("app.worker", work, prepare=lambda: os.nice(NICENESS))


if __name__ == "__main__":
    main()
