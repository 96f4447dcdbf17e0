"""The process that learns: measures drift and carries out training jobs, then ends. The worker starts it when there is either."""

import logging

from app import lifeline, process
from app.settings import Settings
from app.training_child import forget_leftovers
from app.wiring import learner as wiring

_log = logging.getLogger("app.learner")


async def learn(settings: Settings) -> None:
    """Go round every environment once, or until told to stop."""
    stopping = lifeline.stop_event()
    forget_leftovers()
    async with wiring.learner(settings) as rounds:
        await rounds.once(stopping)


def main() -> None:
    process.run("app.learner", learn)


if __name__ == "__main__":
    main()
