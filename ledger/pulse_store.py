"""SQL of the logs' pulse: how far they are behind, over all logs in scope. Private to `ledger`."""

import datetime as dt
from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec

from core.database import Transaction

# How many wait, and since when the oldest does.
_INTAKE = "SELECT count(*) AS waiting, min(appended_at) AS since FROM ledger_intake WHERE environment_id = ANY ($1::uuid[])"
_REFUSED = "SELECT count(*) FROM ledger_refused WHERE environment_id = ANY ($1::uuid[])"
_HEADS = """
SELECT h.environment_id, h.size, coalesce(newest.size, 0) AS signed
FROM ledger_head h LEFT JOIN LATERAL (
    SELECT c.size FROM ledger_checkpoint c WHERE c.environment_id = h.environment_id ORDER BY c.size DESC LIMIT 1
) newest ON true
WHERE h.environment_id = ANY ($1::uuid[])
"""
_SIGNED_SINCE = """
SELECT count(*) FROM unnest($1::uuid[], $2::bigint[]) AS known (environment_id, size)
JOIN ledger_checkpoint c ON c.environment_id = known.environment_id AND c.size > known.size
"""


class Intake(msgspec.Struct, frozen=True):
    waiting: int
    since: dt.datetime | None


class Head(msgspec.Struct, frozen=True):
    """size: of the log. signed: of its newest checkpoint, 0 without one."""

    environment_id: UUID
    size: int
    signed: int


async def intake(tx: Transaction, environment_ids: Sequence[UUID]) -> Intake:
    row = await tx.fetchrow(_INTAKE, environment_ids)
    return Intake(0, None) if row is None else Intake(row["waiting"], row["since"])


async def refused(tx: Transaction, environment_ids: Sequence[UUID]) -> int:
    return int(str(await tx.fetchval(_REFUSED, environment_ids)))


async def heads(tx: Transaction, environment_ids: Sequence[UUID]) -> list[Head]:
    rows = await tx.fetch(_HEADS, environment_ids)
    return [Head(row["environment_id"], row["size"], row["signed"]) for row in rows]


async def signed_since(tx: Transaction, known: Mapping[UUID, int]) -> int:
    """Count the checkpoints above the sizes that are known."""
    return int(str(await tx.fetchval(_SIGNED_SINCE, list(known), list(known.values()))))
