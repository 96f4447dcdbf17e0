"""SQL of commission statements. Private to `payments`."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from core.database import Transaction

# What became of it: the last step, else what was found when it was recorded.
_COLUMNS = """s.id, s.partner, s.content, s.recorded_at, s.agreement_id, s.currency, s.starts_at, s.ends_at, s.payable_minor,
    s.difference_minor, s.reasons, s.replaces, s.sealed, coalesce(l.status, s.found) AS status,
    (SELECT r.id FROM commission_statement r WHERE r.environment_id = $1 AND r.replaces = s.id) AS replaced_by"""
_FROM = """
FROM commission_statement s LEFT JOIN LATERAL (
    SELECT status FROM commission_statement_step t WHERE t.environment_id = $1 AND t.statement_id = s.id
    ORDER BY t.number DESC LIMIT 1
) l ON true
"""
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))"
_ADD = """
INSERT INTO commission_statement (environment_id, id, partner, external, content, recorded_at, agreement_id, currency, starts_at,
    ends_at, found, payable_minor, difference_minor, reasons, replaces, sealed)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
"""
_FIND = f"SELECT {_COLUMNS} {_FROM} WHERE s.environment_id = $1 AND s.external = $2"
_GET = f"SELECT {_COLUMNS} {_FROM} WHERE s.environment_id = $1 AND s.id = $2"
_PAGE = f"""
SELECT {_COLUMNS} {_FROM}
WHERE s.environment_id = $1 AND s.id < $2 AND ($4::uuid IS NULL OR s.partner = $4)
    AND ($5::timestamptz IS NULL OR s.ends_at > $5) AND ($6::timestamptz IS NULL OR s.starts_at < $6)
    AND ($7::text IS NULL OR coalesce(l.status, s.found) = $7)
ORDER BY s.id DESC LIMIT $3
"""
_STANDING = """
SELECT s.id FROM commission_statement s
WHERE s.environment_id = $1 AND s.agreement_id = $2 AND s.starts_at < $4 AND s.ends_at > $3
    AND NOT EXISTS (SELECT FROM commission_statement r WHERE r.environment_id = $1 AND r.replaces = s.id)
    AND s.id IS DISTINCT FROM $5::uuid
LIMIT 1
"""
_TERMS = """
SELECT id, starts_at, ends_at FROM commission_agreement
WHERE environment_id = $1 AND partner = $2 AND currency = $3 AND starts_at < $5 AND (ends_at IS NULL OR ends_at > $4)
"""
_STEPS = """
SELECT number, id, status, reason, note, at, by FROM commission_statement_step
WHERE environment_id = $1 AND statement_id = $2 ORDER BY number
"""
_ADD_STEP = """
INSERT INTO commission_statement_step (environment_id, statement_id, number, id, status, reason, note, at, by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""


async def lock(tx: Transaction, environment_id: UUID, partner: UUID) -> None:
    """Let one change of a partner's statements run at a time."""
    await tx.execute(_LOCK, f"commission statements {environment_id} {partner}")


async def add(tx: Transaction, row: Sequence[object]) -> None:
    await tx.execute(_ADD, *row)


async def find(tx: Transaction, environment_id: UUID, external: bytes) -> asyncpg.Record | None:
    return await tx.fetchrow(_FIND, environment_id, external)


async def get(tx: Transaction, environment_id: UUID, statement_id: UUID) -> asyncpg.Record | None:
    return await tx.fetchrow(_GET, environment_id, statement_id)


async def page(
    tx: Transaction, environment_id: UUID, before: UUID, limit: int, *filters: object
) -> list[asyncpg.Record]:
    """filters: partner, from, to and status; None for any."""
    return await tx.fetch(_PAGE, environment_id, before, limit, *filters)


async def standing(
    tx: Transaction,
    environment_id: UUID,
    agreement_id: UUID,
    period: tuple[datetime, datetime],
    but: UUID | None,
) -> UUID | None:
    """A statement by this agreement that nothing replaced, of a period that overlaps. but: the one that is being replaced."""
    row = await tx.fetchrow(_STANDING, environment_id, agreement_id, *period, but)
    return None if row is None else row["id"]


async def terms(
    tx: Transaction, environment_id: UUID, partner: UUID, currency: str, period: tuple[datetime, datetime]
) -> list[asyncpg.Record]:
    """When the partner's agreements hold that touch a period."""
    return await tx.fetch(_TERMS, environment_id, partner, currency, *period)


async def steps(tx: Transaction, environment_id: UUID, statement_id: UUID) -> list[asyncpg.Record]:
    return await tx.fetch(_STEPS, environment_id, statement_id)


async def add_step(tx: Transaction, row: Sequence[object]) -> None:
    await tx.execute(_ADD_STEP, *row)
