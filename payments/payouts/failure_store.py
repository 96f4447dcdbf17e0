"""SQL of payouts that failed or were unusual, by hour. Private to `payments`."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from core.database import Transaction

_FAILED_PAYOUTS = """
    SELECT p.id, p.payee, coalesce(p.gateway, '') AS gateway, p.method, p.bank, coalesce(p.error_code, p.stage) AS code, p.currency,
        p.amount_minor, p.ended_at AS at
    FROM payout p
    WHERE p.environment_id = $1 AND p.ended_at >= $2 AND p.ended_at < $3 AND p.stage IN ('failed', 'returned')
"""
# Ids of anomalies begin with the moment in which they were found.
_UNUSUAL_PAYOUTS = """
    SELECT p.id, p.payee, coalesce(p.gateway, '') AS gateway, p.method, p.bank, a.kind AS code, p.currency, p.amount_minor,
        a.found_at AS at
    FROM payout_anomaly a JOIN payout p ON p.environment_id = $1 AND p.id = a.payout_id
    WHERE a.environment_id = $1 AND a.id >= $4 AND a.id < $5 AND a.found_at >= $2 AND a.found_at < $3
"""
_HOURS = """
SELECT gateway, method, bank, code, currency, hour, count(*) AS count, sum(amount_minor)::bigint AS amount_minor,
    min(at) AS first_at, max(at) AS last_at, (array_agg(id ORDER BY at DESC, id))[1] AS example
FROM (SELECT *, floor(extract(epoch FROM at) / 3600)::integer AS hour FROM ({rows}) AS rows) AS dated
GROUP BY 1, 2, 3, 4, 5, 6
"""
_ENDED = """
SELECT coalesce(gateway, '') AS gateway, method, bank, floor(extract(epoch FROM ended_at) / 3600)::integer AS hour,
    count(*) AS tries
FROM payout WHERE environment_id = $1 AND ended_at >= $2 AND ended_at < $3
GROUP BY 1, 2, 3, 4
"""
_MADE = """
SELECT coalesce(gateway, '') AS gateway, method, bank, floor(extract(epoch FROM recorded_at) / 3600)::integer AS hour,
    count(*) AS tries
FROM payout WHERE environment_id = $1 AND id >= $4 AND id < $5 AND recorded_at >= $2 AND recorded_at < $3
GROUP BY 1, 2, 3, 4
"""
_PAYEES = """
SELECT DISTINCT payee FROM ({rows}) AS rows
WHERE ($6::text IS NULL OR gateway = $6) AND ($7::text IS NULL OR method = $7) AND ($8::text IS NULL OR bank = $8)
    AND ($9::text[] IS NULL OR code = ANY ($9))
LIMIT 20000
"""
_ANY = """
SELECT EXISTS (SELECT 1 FROM payout WHERE environment_id = $1 AND ended_at >= $2)
    OR EXISTS (SELECT 1 FROM payout_anomaly WHERE environment_id = $1 AND id >= $3)
"""


def _rows(*, unusual: bool) -> str:
    # Each names all five parameters, so that both are called alike.
    return (
        _UNUSUAL_PAYOUTS
        if unusual
        else f"{_FAILED_PAYOUTS} AND $4::uuid IS NOT NULL AND $5::uuid IS NOT NULL"
    )


async def hours(
    tx: Transaction, environment_id: UUID, since: datetime, until: datetime, ids: Sequence[UUID], *, unusual: bool
) -> list[asyncpg.Record]:  # fmt: skip
    """ids: the first that may be made since then, and the first that may not be any more."""
    return await tx.fetch(_HOURS.format(rows=_rows(unusual=unusual)), environment_id, since, until, *ids)


async def tries(
    tx: Transaction, environment_id: UUID, since: datetime, until: datetime, ids: Sequence[UUID], *, unusual: bool
) -> list[asyncpg.Record]:  # fmt: skip
    """Payouts that ended in each hour; for what is unusual, payouts that came in."""
    if unusual:
        return await tx.fetch(_MADE, environment_id, since, until, *ids)
    return await tx.fetch(_ENDED, environment_id, since, until)


async def payees(
    tx: Transaction, environment_id: UUID, since: datetime, until: datetime, ids: Sequence[UUID], *place: str | Sequence[str] | None,
    unusual: bool,
) -> list[UUID]:  # fmt: skip
    query = _PAYEES.format(rows=_rows(unusual=unusual))
    return [row["payee"] for row in await tx.fetch(query, environment_id, since, until, *ids, *place)]


async def any_since(tx: Transaction, environment_id: UUID, since: datetime, first: UUID) -> bool:
    return bool(await tx.fetchval(_ANY, environment_id, since, first))
