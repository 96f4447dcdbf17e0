"""What happens when a version begins to drift: it is said, and a plan that waits for it is set off."""

import logging

import msgspec

from core.outbox import Message
from inference.drift_watch import DriftAlert

_log = logging.getLogger(__name__)


class DriftAlerts:
    """Carries out the outbox's messages of drift."""

    async def deliver(self, message: Message) -> None:
        alert = msgspec.json.decode(message.payload, type=DriftAlert)
        _log.warning(
            "A version drifts.",
            extra={
                "environment_id": str(message.environment_id),
                "kind": alert.use_case,
                "version": str(alert.version_id),
                "count": len(alert.drifted),
            },
        )
