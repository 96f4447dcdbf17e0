"""Hands each event to whoever asked for it: webhook endpoints, alert rules, triggers of workflows."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Protocol

from core.errors import PlatformError
from core.events import Event, event_of
from core.outbox import Message

_log = logging.getLogger(__name__)


class Subscriber(Protocol):
    """Hears of every event of every environment, at least once: it deduplicates by the event's id.

    It only writes down what follows (a delivery, an alert, an instance), in one short transaction of its own.
    """

    async def heard(self, event: Event) -> None: ...


class EventMissed(PlatformError):
    """A subscriber failed. The event is told again to all of them."""

    code = "event_missed"


class Events:
    """Delivers the outbox topic `event`."""

    def __init__(self, subscribers: Sequence[Subscriber]) -> None:
        self._subscribers = subscribers

    async def deliver(self, message: Message) -> None:
        """Tell everybody, and then say whether somebody failed: one that does keeps the event from nobody else."""
        event = event_of(message)
        failed = 0
        for subscriber in self._subscribers:
            (error,) = await asyncio.gather(subscriber.heard(event), return_exceptions=True)
            if error is not None:
                failed += 1
                _log.error(
                    "A subscriber of events failed.",
                    extra={"component": type(subscriber).__name__},
                    exc_info=error,
                )
        if failed:
            raise EventMissed(f"{failed} subscribers failed.")
