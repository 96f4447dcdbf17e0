"""The process that learns: measures drift and carries out training jobs, then ends. The worker starts it when there is either."""

import logging
import sys

import uvloop

from app import lifeline
from app import settings as settings_module
from app.settings import Settings
from app.training_child import forget_leftovers
from app.wiring import learner as wiring
from core import logs
from core.errors import PlatformError

_log = logging.getLogger("app.learner")


async def learn(settings: Settings) -> None:
    """Go round every environment once, or until told to stop."""
    stopping = lifeline.stop_event()
    forget_leftovers()
    async with wiring.learner(settings) as rounds:
        await rounds.once(stopping)


def main() -> None:
    try:
        settings = settings_module.from_environment()
    except settings_module.SettingInvalid as error:
        sys.stderr.write(f"A setting cannot be used. {error}\n")
        sys.exit(2)
    logs.configure(settings.log_level)
    try:
        uvloop.run(learn(settings))
    except PlatformError as error:
        _log.error("The process cannot go on.", extra={"code": error.code, "internal": error.internal})
        sys.exit(1)


if __name__ == "__main__":
    main()
