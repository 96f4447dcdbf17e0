"""What the worker does for decisions while nobody waits."""

from datetime import timedelta
from uuid import UUID

from core.database import Transaction
from inference import decision_store


async def forget_keys(tx: Transaction, environment_id: UUID, kept_for: timedelta) -> None:
    """Delete the idempotency keys of decisions that are older than promised."""
    await decision_store.forget_keys(tx, environment_id, kept_for)
