"""What happens when a version begins to drift: it is said, and a plan that waits for it is set off."""

import logging
from uuid import UUID

import msgspec

from core.clock import Clock
from core.database import Database
from core.ids import public
from core.outbox import Message
from inference import retraining_starts, retraining_store
from inference.retraining_starts import KeptPlan
from tenants.notices import Notice

ALERT_TOPIC = "drift.alert"
_SHOWN_MAX = 10

_log = logging.getLogger(__name__)


class DriftAlert(msgspec.Struct, frozen=True, kw_only=True):
    """What goes out when a version begins to drift: names and figures, nothing personal."""

    report_id: UUID
    use_case: str
    version_id: UUID
    role: str
    drifted: list[str]


class DriftAlerts:
    """Carries out the outbox's messages of drift."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def deliver(self, message: Message) -> None:
        """Log it, and queue a training job where the environment's plan asks for one; one that is under way is enough."""
        alert = msgspec.json.decode(message.payload, type=DriftAlert)
        _log.warning(
            "A version drifts.",
            extra={
                "environment_id": message.environment_id,
                "kind": alert.use_case,
                "version": alert.version_id,
                "count": len(alert.drifted),
            },
        )
        if alert.role != "champion":
            return
        async with self._database.transaction(message.environment_id) as tx:
            plan = await retraining_store.find_plan(tx, message.environment_id, alert.use_case)
            if plan is not None and msgspec.json.decode(plan.plan, type=KeptPlan).request.on_drift:
                await retraining_starts.start_planned(tx, self._clock, plan, "drift")


def notice_of(alert: DriftAlert) -> Notice:
    """What the tenant's people are told."""
    named = ", ".join(alert.drifted[:_SHOWN_MAX])
    return Notice(
        subject=f"Countermark: what {alert.use_case} sees has moved",
        text=(
            f"The live decisions of version {public('ver', alert.version_id)} ({alert.role}) differ from what it is "
            f"compared with. Moved: {named}. The report is {public('drf', alert.report_id)}."
        ),
    )
