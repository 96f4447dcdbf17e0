"""Rows of vendor payments: added, moved on, never gone. Private to `resolution`."""

import datetime as dt
from uuid import UUID

import asyncpg
import msgspec

from core.database import Transaction
from resolution.vendor_payments.entities import VendorPayment

_NAMES = VendorPayment.__struct_fields__
_COLUMNS = ", ".join(_NAMES)
_INSERT = f"""
INSERT INTO vendor_payment ({_COLUMNS}) VALUES ({", ".join(f"${place}" for place in range(1, len(_NAMES) + 1))})
"""
_SELECT = f"SELECT {_COLUMNS} FROM vendor_payment WHERE environment_id = $1"
_RELEASE = """
UPDATE vendor_payment SET state = 'released', released_at = $3, released_by = $4, release_entry = $5
WHERE environment_id = $1 AND id = $2 AND state = 'proposed'
"""
_SETTLE = """
UPDATE vendor_payment SET state = 'settled', settled_at = $3, settled_by = $4, rail_reference = $5
WHERE environment_id = $1 AND id = $2 AND state = 'released'
"""
_CANCEL = """
UPDATE vendor_payment SET state = 'cancelled', cancelled_at = $3, cancelled_by = $4
WHERE environment_id = $1 AND id = $2 AND state = 'proposed'
"""


async def insert(tx: Transaction, row: VendorPayment) -> None:
    await tx.execute(_INSERT, *msgspec.structs.astuple(row))


async def find(tx: Transaction, environment_id: UUID, payment_id: UUID) -> VendorPayment | None:
    return _payment(await tx.fetchrow(f"{_SELECT} AND id = $2", environment_id, payment_id))


async def find_held(tx: Transaction, environment_id: UUID, payment_id: UUID) -> VendorPayment | None:
    """As `find`, and let nobody else move it on until the transaction ends."""
    return _payment(await tx.fetchrow(f"{_SELECT} AND id = $2 FOR UPDATE", environment_id, payment_id))


async def page(tx: Transaction, environment_id: UUID, after: UUID | None, limit: int) -> list[VendorPayment]:
    """Newest first."""
    rows = await tx.fetch(
        f"{_SELECT} AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3", environment_id, after, limit
    )
    return [VendorPayment(**row) for row in rows]


async def release(tx: Transaction, held: VendorPayment, at: dt.datetime, by: str, entry: UUID) -> None:
    await tx.execute(_RELEASE, held.environment_id, held.id, at, by, entry)


async def settle(tx: Transaction, held: VendorPayment, at: dt.datetime, by: str, rail: bytes) -> None:
    await tx.execute(_SETTLE, held.environment_id, held.id, at, by, rail)


async def cancel(tx: Transaction, held: VendorPayment, at: dt.datetime, by: str) -> None:
    await tx.execute(_CANCEL, held.environment_id, held.id, at, by)


def _payment(row: asyncpg.Record | None) -> VendorPayment | None:
    return None if row is None else VendorPayment(**row)
