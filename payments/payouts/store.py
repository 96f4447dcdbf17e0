"""SQL of payouts. Private to `payments`."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from core.database import Transaction

_COLUMNS = """id, payee, external, content, recorded_at, amount_minor, currency, method, bank, gateway, created_at, due_at,
    missing, stage, since, held_s, on_hold, ended_at, error_code, contradictions, sealed"""
# The update that changes nothing waits for a rival that has not committed yet, and sees its row.
_ADD = """
INSERT INTO payout AS p (environment_id, id, payee, external, content, recorded_at, amount_minor, currency, method, bank,
    gateway, created_at, due_at, missing, stage, since, look_at, sealed)
SELECT $1, i.id, i.payee, i.external, i.content, $2, i.amount_minor, i.currency, i.method, i.bank, i.gateway, i.created_at,
    i.due_at, string_to_array(i.missing, ','), 'created', i.created_at, $2, i.sealed
FROM unnest($3::uuid[], $4::uuid[], $5::bytea[], $6::bytea[], $7::bigint[], $8::text[], $9::text[], $10::text[], $11::text[],
    $12::timestamptz[], $13::timestamptz[], $14::text[], $15::bytea[])
    AS i(id, payee, external, content, amount_minor, currency, method, bank, gateway, created_at, due_at, missing, sealed)
ORDER BY i.external
ON CONFLICT (environment_id, external) DO UPDATE SET external = excluded.external
RETURNING p.id, p.external, p.content
"""
_GET = f"SELECT {_COLUMNS} FROM payout WHERE environment_id = $1 AND id = $2"
_FIND = f"SELECT {_COLUMNS} FROM payout WHERE environment_id = $1 AND external = $2"
_PAGE = f"""
SELECT {_COLUMNS} FROM payout
WHERE environment_id = $1 AND id < $2 AND ($4::uuid IS NULL OR payee = $4) AND ($5::text IS NULL OR stage = $5)
ORDER BY id DESC LIMIT $3
"""
# In the order of the keys, so that two requests about the same payouts wait for each other and never both ways.
_LOCK = f"""
SELECT {_COLUMNS} FROM payout WHERE environment_id = $1 AND external = ANY ($2::bytea[]) ORDER BY external FOR UPDATE
"""
_EVENTS = """
SELECT payout_id, id, external, content, stage, source, error_code, occurred_at, recorded_at, sealed FROM payout_event
WHERE environment_id = $1 AND payout_id = ANY ($2::uuid[]) ORDER BY payout_id, occurred_at, id
"""
_ADD_EVENTS = """
INSERT INTO payout_event (environment_id, payout_id, id, external, content, stage, source, error_code, occurred_at,
    recorded_at, sealed)
SELECT $1, i.payout_id, i.id, i.external, i.content, i.stage, i.source, i.error_code, i.occurred_at, $2, i.sealed
FROM unnest($3::uuid[], $4::uuid[], $5::bytea[], $6::bytea[], $7::text[], $8::text[], $9::text[], $10::timestamptz[], $11::bytea[])
    AS i(payout_id, id, external, content, stage, source, error_code, occurred_at, sealed)
"""
_MOVE = """
UPDATE payout p SET stage = i.stage, since = i.since, held_s = i.held_s, on_hold = i.on_hold, ended_at = i.ended_at,
    error_code = i.error_code, contradictions = i.contradictions, look_at = $2
FROM unnest($3::uuid[], $4::text[], $5::timestamptz[], $6::bigint[], $7::boolean[], $8::timestamptz[], $9::text[], $10::integer[])
    AS i(id, stage, since, held_s, on_hold, ended_at, error_code, contradictions)
WHERE p.environment_id = $1 AND p.id = i.id
"""
_FORGET_SPANS = "DELETE FROM payout_span WHERE environment_id = $1 AND payout_id = ANY ($2::uuid[])"
_ADD_SPANS = """
INSERT INTO payout_span (environment_id, payout_id, stage, next, payee, method, bank, gateway, began_at, ended_at, held)
SELECT $1, i.payout_id, i.stage, i.next, p.payee, p.method, p.bank, p.gateway, i.began_at, i.ended_at, i.held
FROM unnest($2::uuid[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[], $7::boolean[])
    AS i(payout_id, stage, next, began_at, ended_at, held)
JOIN payout p ON p.environment_id = $1 AND p.id = i.payout_id
"""

_SET_DOCUMENTS = """
UPDATE payout SET missing = $3::text[], document_eids = document_eids || $4::uuid,
    look_at = CASE WHEN ended_at IS NULL THEN $5::timestamptz ELSE look_at END
WHERE environment_id = $1 AND id = $2
"""
_WAITING = """
SELECT environment_id FROM payout WHERE environment_id = ANY ($1::uuid[]) AND look_at <= $2
GROUP BY environment_id ORDER BY environment_id
"""
_DUE = f"""
SELECT {_COLUMNS}, look_at FROM payout WHERE environment_id = $1 AND look_at <= $2
ORDER BY look_at LIMIT $3 FOR UPDATE SKIP LOCKED
"""
_LOOK_AGAIN = """
UPDATE payout p SET look_at = i.look_at FROM unnest($2::uuid[], $3::timestamptz[]) AS i(id, look_at)
WHERE p.environment_id = $1 AND p.id = i.id
"""
_RECENT_ENDS = """
SELECT method, bank, gateway, payee, count(*)::integer AS ended,
    (count(*) FILTER (WHERE stage <> 'credited'))::integer AS failed
FROM payout WHERE environment_id = $1 AND ended_at > $2 AND ended_at <= $3 GROUP BY 1, 2, 3, 4
"""
_FLAG = """
INSERT INTO payout_anomaly AS a (environment_id, id, payout_id, kind, stage, found_at, detail)
SELECT $1, i.id, i.payout_id, i.kind, i.stage, $2, i.detail
FROM unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::bytea[]) AS i(id, payout_id, kind, stage, detail)
ORDER BY i.payout_id, i.kind
ON CONFLICT (environment_id, payout_id, kind) DO NOTHING
RETURNING a.id
"""
_ANOMALIES = """
SELECT id, payout_id, kind, stage, found_at, detail FROM payout_anomaly
WHERE environment_id = $1 AND id < $2 AND ($4::uuid IS NULL OR payout_id = $4) AND ($5::text IS NULL OR kind = $5)
ORDER BY id DESC LIMIT $3
"""
_HAS_ANOMALY = "SELECT 1 FROM payout_anomaly WHERE environment_id = $1 AND id = $2"
_SPANS = """
SELECT payout_id, stage, next, payee, method, bank, gateway, began_at, ended_at FROM payout_span
WHERE environment_id = $1 AND NOT held ORDER BY ended_at DESC LIMIT $2
"""
_KNOWN = """
SELECT payee, method, bank, gateway, currency, amount_minor, stage FROM payout
WHERE environment_id = $1 ORDER BY id DESC LIMIT $2
"""
_HABITS = "SELECT fitted_at, habits FROM payout_habits WHERE environment_id = $1"
_KEEP_HABITS = """
INSERT INTO payout_habits (environment_id, fitted_at, habits) VALUES ($1, $2, $3)
ON CONFLICT (environment_id) DO UPDATE SET fitted_at = excluded.fitted_at, habits = excluded.habits
"""

Columns = Sequence[Sequence[object]]


async def add(tx: Transaction, environment_id: UUID, at: datetime, columns: Columns) -> list[asyncpg.Record]:
    return await tx.fetch(_ADD, environment_id, at, *columns)


async def get(tx: Transaction, environment_id: UUID, payout_id: UUID) -> asyncpg.Record | None:
    return await tx.fetchrow(_GET, environment_id, payout_id)


async def find(tx: Transaction, environment_id: UUID, external: bytes) -> asyncpg.Record | None:
    return await tx.fetchrow(_FIND, environment_id, external)


async def page(
    tx: Transaction, environment_id: UUID, before: UUID, limit: int, payee: UUID | None, stage: str | None
) -> list[asyncpg.Record]:
    return await tx.fetch(_PAGE, environment_id, before, limit, payee, stage)


async def lock(tx: Transaction, environment_id: UUID, externals: Sequence[bytes]) -> list[asyncpg.Record]:
    return await tx.fetch(_LOCK, environment_id, list(externals))


async def events(tx: Transaction, environment_id: UUID, payouts: Sequence[UUID]) -> list[asyncpg.Record]:
    return await tx.fetch(_EVENTS, environment_id, list(payouts))


async def add_events(tx: Transaction, environment_id: UUID, at: datetime, columns: Columns) -> None:
    await tx.execute(_ADD_EVENTS, environment_id, at, *columns)


async def move(tx: Transaction, environment_id: UUID, look_at: datetime, columns: Columns) -> None:
    await tx.execute(_MOVE, environment_id, look_at, *columns)


async def set_documents(
    tx: Transaction,
    environment_id: UUID,
    payout_id: UUID,
    missing: Sequence[str],
    eid: UUID,
    look_at: datetime,
) -> None:
    """eid: of the entry that tells it."""
    await tx.execute(_SET_DOCUMENTS, environment_id, payout_id, list(missing), eid, look_at)


async def put_spans(tx: Transaction, environment_id: UUID, payouts: Sequence[UUID], columns: Columns) -> None:
    """Write the ended stages of payouts anew."""
    await tx.execute(_FORGET_SPANS, environment_id, list(payouts))
    await tx.execute(_ADD_SPANS, environment_id, *columns)


async def waiting(tx: Transaction, environments: Sequence[UUID], now: datetime) -> list[UUID]:
    rows = await tx.fetch(_WAITING, list(environments), now)
    return [row["environment_id"] for row in rows]


async def due(tx: Transaction, environment_id: UUID, now: datetime, limit: int) -> list[asyncpg.Record]:
    return await tx.fetch(_DUE, environment_id, now, limit)


async def look_again(
    tx: Transaction, environment_id: UUID, payouts: Sequence[UUID], at: Sequence[datetime | None]
) -> None:
    await tx.execute(_LOOK_AGAIN, environment_id, list(payouts), list(at))


async def recent_ends(
    tx: Transaction, environment_id: UUID, since: datetime, until: datetime
) -> list[asyncpg.Record]:
    return await tx.fetch(_RECENT_ENDS, environment_id, since, until)


async def flag(tx: Transaction, environment_id: UUID, at: datetime, columns: Columns) -> set[UUID]:
    """Returns: ids of those that are new; a kind is flagged once a payout."""
    rows = await tx.fetch(_FLAG, environment_id, at, *columns)
    return {row["id"] for row in rows}


async def anomalies(
    tx: Transaction, environment_id: UUID, before: UUID, limit: int, payout: UUID | None, kind: str | None
) -> list[asyncpg.Record]:
    return await tx.fetch(_ANOMALIES, environment_id, before, limit, payout, kind)


async def has_anomaly(tx: Transaction, environment_id: UUID, anomaly_id: UUID) -> bool:
    return await tx.fetchval(_HAS_ANOMALY, environment_id, anomaly_id) is not None


async def spans(tx: Transaction, environment_id: UUID, limit: int) -> list[asyncpg.Record]:
    """The stages that ended last."""
    return await tx.fetch(_SPANS, environment_id, limit)


async def known(tx: Transaction, environment_id: UUID, limit: int) -> list[asyncpg.Record]:
    """The latest payouts."""
    return await tx.fetch(_KNOWN, environment_id, limit)


async def habits(tx: Transaction, environment_id: UUID) -> asyncpg.Record | None:
    return await tx.fetchrow(_HABITS, environment_id)


async def keep_habits(tx: Transaction, environment_id: UUID, at: datetime, fitted: bytes) -> None:
    await tx.execute(_KEEP_HABITS, environment_id, at, fitted)
