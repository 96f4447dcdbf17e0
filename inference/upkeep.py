"""What the worker does for decisions while nobody waits."""

from datetime import timedelta
from uuid import UUID

from core.clock import Clock
from core.database import Transaction
from inference import bare_predictions_counts, decision_store


async def forget_keys(tx: Transaction, environment_id: UUID, kept_for: timedelta) -> None:
    """Delete the idempotency keys of decisions that are older than promised."""
    await decision_store.forget_keys(tx, environment_id, kept_for)


async def settle_predictions(tx: Transaction, environment_id: UUID, clock: Clock) -> None:
    """Enter the counts of bare predictions that a server process left behind when it died."""
    await bare_predictions_counts.settle(tx, [environment_id], clock)
