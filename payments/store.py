"""SQL of transactions and sign-ins. Private to `payments`."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from core.database import Transaction
from payments.state_store import ADD_COLUMNS, ADD_UP, GRAINS, LAST, MINUTE, NO_BITS, PLACED, SLOT

# One statement, in one order of locks whoever runs it: fingerprints, transactions and buckets, each sorted by key. An own id that is
# there already is returned as it is (the update that changes nothing waits for a rival that has not committed yet, and
# sees it); only rows that carry an id of this statement are new, and only they reach the state.
_RECORD = f"""
WITH i AS (
    SELECT * FROM unnest(
        $1::uuid[], $2::uuid[], $3::uuid[], $4::bytea[], $5::timestamptz[], $6::timestamptz[], $7::bigint[], $8::text[],
        $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::bytea[], $16::bytea[],
        $17::smallint[], $18::smallint[], $19::integer[], $20::bytea[], $21::bytea[], $22::bytea[]
    ) WITH ORDINALITY AS i(
        environment_id, id, customer, external, occurred_at, recorded_at, amount_minor, currency,
        direction, method, channel, category, country, gateway, merchant, device,
        latitude_tenths, longitude_tenths, log_milli, content, fingerprint, sealed, n
    )
), prints AS (
    INSERT INTO payment_fingerprint (environment_id, customer, fingerprint, transaction_id)
    SELECT DISTINCT ON (environment_id, customer, fingerprint) environment_id, customer, fingerprint, id
    FROM i WHERE fingerprint IS NOT NULL
    ORDER BY environment_id, customer, fingerprint, n
    ON CONFLICT (environment_id, customer, fingerprint) DO UPDATE SET fingerprint = excluded.fingerprint
    RETURNING environment_id, fingerprint, transaction_id
), added AS (
    INSERT INTO payment_transaction AS t (
        environment_id, id, customer, external, occurred_at, recorded_at, amount_minor, currency,
        direction, method, channel, category, country, gateway, merchant, device,
        latitude_tenths, longitude_tenths, log_milli, content, duplicate_of, sealed
    )
    SELECT i.environment_id, i.id, i.customer, i.external, i.occurred_at, i.recorded_at, i.amount_minor, i.currency,
        i.direction, i.method, i.channel, i.category, i.country, i.gateway, i.merchant, i.device,
        i.latitude_tenths, i.longitude_tenths, i.log_milli, i.content, nullif(p.transaction_id, i.id), i.sealed
    FROM i LEFT JOIN prints p ON p.environment_id = i.environment_id AND p.fingerprint = i.fingerprint
    ORDER BY i.environment_id, i.external, i.id
    ON CONFLICT (environment_id, external) WHERE external IS NOT NULL DO UPDATE SET external = excluded.external
    RETURNING t.environment_id, t.id, t.customer, t.external, t.occurred_at, t.amount_minor, t.currency, t.direction,
        t.method, t.channel, t.category, t.country, t.merchant, t.device, t.latitude_tenths, t.longitude_tenths,
        t.log_milli, t.content, t.duplicate_of
), fresh AS (
    SELECT environment_id, customer, currency, {MINUTE} AS minute, log_milli, merchant, device, direction = 'debit' AS debit,
        CASE WHEN direction = 'debit' THEN amount_minor ELSE 0 END AS debit_minor,
        CASE WHEN direction = 'debit' THEN 0 ELSE amount_minor END AS credit_minor,
        method = 'cash' OR coalesce(channel = 'atm', false) AS cash, coalesce(category = 'emi', false) AS emi, occurred_at,
        {LAST} AS last, {PLACED} AS placed
    FROM added WHERE id = ANY ($2::uuid[])
), bumped AS (
    INSERT INTO customer_bucket AS b {ADD_COLUMNS}
    SELECT environment_id, customer, g.grain, {SLOT}, currency,
        count(*) FILTER (WHERE debit), sum(debit_minor), count(*) FILTER (WHERE NOT debit), sum(credit_minor),
        coalesce(sum(debit_minor) FILTER (WHERE cash), 0), coalesce(sum(debit_minor) FILTER (WHERE emi), 0),
        coalesce(sum(log_milli::bigint) FILTER (WHERE debit), 0),
        coalesce(sum(log_milli::bigint * log_milli) FILTER (WHERE debit), 0),
        0, 0, min(occurred_at), max(last) FILTER (WHERE g.grain = 3), max(placed) FILTER (WHERE g.grain = 3),
        bit_or(CASE WHEN debit AND merchant IS NOT NULL THEN set_bit({NO_BITS}, get_byte(merchant, 0), 1) ELSE {NO_BITS} END),
        bit_or(CASE WHEN device IS NOT NULL THEN set_bit({NO_BITS}, get_byte(device, 0), 1) ELSE {NO_BITS} END)
    FROM fresh CROSS JOIN {GRAINS}
    GROUP BY 1, 2, 3, 4, 5
    ORDER BY 1, 2, 3, 4, 5
    {ADD_UP}
)
SELECT environment_id, id, external, content, duplicate_of FROM added
"""

_RECORD_LOGINS = f"""
WITH i AS (
    SELECT * FROM unnest(
        $1::uuid[], $2::uuid[], $3::uuid[], $4::bytea[], $5::timestamptz[], $6::timestamptz[], $7::boolean[], $8::bytea[],
        $9::bytea[], $10::bytea[]
    ) AS i(environment_id, id, customer, external, occurred_at, recorded_at, succeeded, device, content, sealed)
), added AS (
    INSERT INTO payment_login AS t (
        environment_id, id, customer, external, occurred_at, recorded_at, succeeded, device, content, sealed
    )
    SELECT * FROM i ORDER BY environment_id, external, id
    ON CONFLICT (environment_id, external) WHERE external IS NOT NULL DO UPDATE SET external = excluded.external
    RETURNING t.environment_id, t.id, t.customer, t.external, t.occurred_at, t.succeeded, t.device, t.content
), fresh AS (
    SELECT environment_id, customer, {MINUTE} AS minute, succeeded, device FROM added WHERE id = ANY ($2::uuid[])
), bumped AS (
    INSERT INTO customer_bucket AS b {ADD_COLUMNS}
    SELECT environment_id, customer, g.grain, {SLOT}, '', 0, 0, 0, 0, 0, 0, 0, 0,
        count(*), count(*) FILTER (WHERE NOT succeeded), NULL, NULL, NULL, {NO_BITS},
        bit_or(CASE WHEN succeeded AND device IS NOT NULL THEN set_bit({NO_BITS}, get_byte(device, 0), 1) ELSE {NO_BITS} END)
    FROM fresh CROSS JOIN {GRAINS}
    GROUP BY 1, 2, 3, 4
    ORDER BY 1, 2, 3, 4
    {ADD_UP}
)
SELECT environment_id, id, external, content FROM added
"""

_GET = """
SELECT id, customer, occurred_at, recorded_at, duplicate_of, sealed, predicted_category, predicted_source FROM payment_transaction
WHERE environment_id = $1 AND id = $2
"""
_FIND = """
SELECT id, customer, occurred_at, recorded_at, duplicate_of, sealed, predicted_category, predicted_source FROM payment_transaction
WHERE environment_id = $1 AND external = $2 AND external IS NOT NULL
"""
_FIND_MANY = """
SELECT id, customer, external FROM payment_transaction
WHERE environment_id = $1 AND external = ANY ($2::bytea[]) AND external IS NOT NULL
"""
_PAST = """
SELECT id, content, sealed, predicted_category FROM payment_transaction
WHERE environment_id = $1 AND customer = $2 ORDER BY occurred_at, content LIMIT $3
"""
_LATEST = """
SELECT id, sealed, predicted_category FROM payment_transaction
WHERE environment_id = $1 AND customer = $2 AND occurred_at <= $3 ORDER BY occurred_at DESC, content DESC LIMIT $4
"""
_LOGINS = """
SELECT id, sealed FROM payment_login WHERE environment_id = $1 AND customer = $2 ORDER BY occurred_at LIMIT $3
"""
_LOGIN_PAGE = """
SELECT id, customer, recorded_at, sealed FROM payment_login
WHERE environment_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3
"""
# A walk from customer to customer along the index, and not over their payments.
_CUSTOMERS = """
WITH RECURSIVE walk (customer, n) AS (
    (SELECT customer, 1 FROM payment_transaction
     WHERE environment_id = $1 AND customer > $2 ORDER BY customer LIMIT 1)
    UNION ALL
    (SELECT (SELECT t.customer FROM payment_transaction t
             WHERE t.environment_id = $1 AND t.customer > walk.customer ORDER BY t.customer LIMIT 1), n + 1
     FROM walk WHERE walk.customer IS NOT NULL AND n < $4)
)
SELECT customer, EXISTS (
    SELECT 1 FROM payment_transaction t
    WHERE t.environment_id = $1 AND t.customer = walk.customer AND t.occurred_at >= $3
) AS recent
FROM walk WHERE customer IS NOT NULL ORDER BY customer
"""
_GET_MANY = """
SELECT id, customer, occurred_at, recorded_at, duplicate_of, sealed, predicted_category, predicted_source FROM payment_transaction
WHERE environment_id = $1 AND id = ANY ($2::uuid[])
"""

# A page is newest first by event time; the cursor is the (occurred_at, id) of the last row of the page before.
_LIST = """
SELECT id, customer, occurred_at, recorded_at, duplicate_of, sealed, predicted_category, predicted_source FROM payment_transaction
WHERE environment_id = $1 AND occurred_at >= $2 AND occurred_at < $3 AND (occurred_at, id) < ($4, $5)
ORDER BY occurred_at DESC, id DESC LIMIT $6
"""
_LIST_OF_CUSTOMER = _LIST.replace("WHERE environment_id = $1", "WHERE environment_id = $1 AND customer = $7")

# What the tenant said stays, and so does what was predicted first: a payment is counted in one category.
_CATEGORIZE = """
UPDATE payment_transaction t SET predicted_category = u.category, predicted_source = u.source, predicted_by = u.version
FROM unnest($2::bytea[], $3::text[], $4::text[], $5::bytea[]) AS u(external, category, source, version)
WHERE t.environment_id = $1 AND t.external = u.external AND t.external IS NOT NULL AND t.category IS NULL
    AND t.predicted_category IS NULL
RETURNING 1
"""

_ADD_BATCH = "INSERT INTO payment_batch (environment_id, eid, ids, commitments) VALUES ($1, $2, $3, $4)"


async def record(tx: Transaction, columns: Sequence[Sequence[object]]) -> list[asyncpg.Record]:
    return await tx.fetch(_RECORD, *columns)


async def record_logins(tx: Transaction, columns: Sequence[Sequence[object]]) -> list[asyncpg.Record]:
    return await tx.fetch(_RECORD_LOGINS, *columns)


async def get(tx: Transaction, environment_id: UUID, transaction_id: UUID) -> asyncpg.Record | None:
    return await tx.fetchrow(_GET, environment_id, transaction_id)


async def find(tx: Transaction, environment_id: UUID, external: bytes) -> asyncpg.Record | None:
    return await tx.fetchrow(_FIND, environment_id, external)


async def find_many(
    tx: Transaction, environment_id: UUID, externals: Sequence[bytes]
) -> list[asyncpg.Record]:
    return await tx.fetch(_FIND_MANY, environment_id, externals)


async def page(
    tx: Transaction,
    environment_id: UUID,
    customer: UUID | None,
    *,
    since: datetime,
    until: datetime,
    before: tuple[datetime, UUID],
    limit: int,
) -> list[asyncpg.Record]:
    args = (environment_id, since, until, *before, limit)
    return await (
        tx.fetch(_LIST, *args) if customer is None else tx.fetch(_LIST_OF_CUSTOMER, *args, customer)
    )


async def add_batch(
    tx: Transaction, environment_id: UUID, eid: UUID, ids: Sequence[UUID], commitments: bytes
) -> None:
    await tx.execute(_ADD_BATCH, environment_id, eid, ids, commitments)


async def categorize(tx: Transaction, environment_id: UUID, columns: Sequence[Sequence[object]]) -> int:
    """columns: keyed digests of own ids, categories, sources, digests of versions. Returns: how many had no category."""
    return len(await tx.fetch(_CATEGORIZE, environment_id, *(list(column) for column in columns)))


async def past_of(tx: Transaction, environment_id: UUID, customer: UUID, limit: int) -> list[asyncpg.Record]:
    return await tx.fetch(_PAST, environment_id, customer, limit)


async def latest_of(
    tx: Transaction, environment_id: UUID, customer: UUID, until: datetime, limit: int
) -> list[asyncpg.Record]:
    """Newest first."""
    return await tx.fetch(_LATEST, environment_id, customer, until, limit)


async def logins_of(
    tx: Transaction, environment_id: UUID, customer: UUID, limit: int
) -> list[asyncpg.Record]:
    return await tx.fetch(_LOGINS, environment_id, customer, limit)


async def login_page(
    tx: Transaction, environment_id: UUID, after: UUID | None, limit: int
) -> list[asyncpg.Record]:
    return await tx.fetch(_LOGIN_PAGE, environment_id, after, limit)


async def customers_after(
    tx: Transaction, environment_id: UUID, since: datetime, after: UUID, limit: int
) -> list[asyncpg.Record]:
    """Customers by handle, each with whether it paid since then."""
    return await tx.fetch(_CUSTOMERS, environment_id, after, since, limit)
