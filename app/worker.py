"""The worker process: sequences the logs, delivers the outbox, and keeps house, until the supervisor says otherwise."""

import logging
import os
import sys

import uvloop

from app import lifeline
from app import settings as settings_module
from app.settings import Settings
from app.wiring import worker as wiring
from core import logs
from core.errors import PlatformError

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
    try:
        settings = settings_module.from_environment()
    except settings_module.SettingInvalid as error:
        sys.stderr.write(f"A setting cannot be used. {error}\n")
        sys.exit(2)
    logs.configure(settings.log_level)
    os.nice(NICENESS)
    try:
        uvloop.run(work(settings))
    except PlatformError as error:
        _log.error("The process cannot go on.", extra={"code": error.code, "internal": error.internal})
        sys.exit(1)


if __name__ == "__main__":
    main()
