"""The installation as a caller in one environment: what the worker does there by itself, it does as this."""

from typing import cast
from uuid import UUID

from core.database import Database
from core.ids import public
from tenants import directory_store, tenant_store
from tenants.principals import Mode, Principal, system


async def caller_in(database: Database, environment_id: UUID) -> Principal:
    """Return it with the environment's own tenant and mode; of one that no tenant has, as of a sandbox."""
    async with database.unscoped() as tx:
        listed = await directory_store.find(tx, public("env", environment_id), "environment")
    for each in listed:
        async with database.transaction(each.tenant_id) as tx:
            mode = await tenant_store.find_mode(tx, each.tenant_id, environment_id)
        if mode is not None:
            return system(each.tenant_id, environment_id, cast(Mode, mode))
    return system(environment_id, environment_id, "sandbox")
