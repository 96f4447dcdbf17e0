"""A customer's latest payments, opened: what questions about a past are answered from when none is sent with them."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

import asyncpg

from core.database import Database
from payments import keys, store
from payments.entities import CustomerNotFound
from payments.facts import Transaction
from payments.prepared import categorized, open_transaction
from tenants.vault import EnvironmentVault, SubjectKey


async def read(
    database: Database,
    vault: EnvironmentVault,
    customer_id: str,
    until: datetime,
    limit: int,
    *,
    predicted: bool = False,
) -> list[Transaction]:
    """Return the last `limit` payments up to a moment, the oldest first.

    predicted: whether those without a category of the tenant's have the one that was predicted.
    A thousand take about 10 ms to open, beside the loop. Raises: CustomerNotFound.
    """
    customer = vault.handle(customer_id)
    async with database.transaction(vault.scope_id) as tx:
        known = await keys.find(tx, vault, (customer,))
        if customer not in known:
            raise CustomerNotFound("No customer with this id.")
        rows = await store.latest_of(tx, vault.scope_id, customer, until, limit)
    opened = await asyncio.to_thread(_open, known[customer], rows)
    if not predicted:
        return opened
    told = [row["predicted_category"] for row in reversed(rows)]
    return [categorized(each, category) for each, category in zip(opened, told, strict=True)]


def _open(key: SubjectKey, rows: Sequence[asyncpg.Record]) -> list[Transaction]:
    return [open_transaction(key, row["id"], row["sealed"]) for row in reversed(rows)]
