"""Usage by work that is done after its call: counted in the transaction that ends the work, so once and only if it was done."""

import datetime as dt
from uuid import UUID

from core.clock import Clock, true_now
from core.database import Database, Transaction
from core.ids import public
from tenants import directory_store, usage_store
from tenants.principals import UNMETERED
from tenants.usage_store import Totals


async def units_left(database: Database, environment_id: UUID, clock: Clock) -> int:
    """Return how much of the month's quota an environment has left, as of the last flush of what was called."""
    async with database.unscoped() as tx:
        listed = await directory_store.find(tx, public("env", environment_id), "environment")
    if not listed:
        return UNMETERED.quota_per_month
    async with database.transaction((listed[0].tenant_id, environment_id)) as tx:
        quota = await usage_store.quota(tx, environment_id)
        totals = await usage_store.since(tx, [environment_id], true_now(clock).date().replace(day=1))
    used = totals.get(environment_id, Totals()).units
    return max((UNMETERED.quota_per_month if quota is None else quota) - used, 0)


async def count(tx: Transaction, environment_id: UUID, at: dt.datetime, operation: str, units: int) -> None:
    """Count units beside the call that asked for them; `tx` is of the environment."""
    if units:
        await usage_store.add(tx, [(environment_id, at.date(), operation, 0, units)])
