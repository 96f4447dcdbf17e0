"""SQL of what a customer's payments and sign-ins add up to by month. Private to `payments`."""

from collections.abc import Sequence

import asyncpg

from core.database import Transaction

# A month is 30 days that end with the moment asked for. Columns that rest in clear are enough: nothing is opened.
_SUMS = """
SELECT q.n, p.month, p.direction, p.category, p.total, q.older
FROM (
    SELECT u.*, EXISTS (
        SELECT 1 FROM payment_transaction o
        WHERE o.environment_id = u.environment_id AND o.customer = u.customer AND o.currency = u.currency
            AND o.occurred_at < u.at - interval '360 days' AND (u.exclude IS NULL OR o.external IS DISTINCT FROM u.exclude)
    ) AS older
    FROM unnest($1::integer[], $2::uuid[], $3::uuid[], $4::timestamptz[], $5::text[], $6::bytea[])
        AS u(n, environment_id, customer, at, currency, exclude)
) q
LEFT JOIN LATERAL (
    SELECT floor(extract(epoch FROM q.at - t.occurred_at) / 2592000)::integer AS month, t.direction,
        coalesce(t.category, t.predicted_category) AS category,
        sum(t.amount_minor)::text AS total
    FROM payment_transaction t
    WHERE t.environment_id = q.environment_id AND t.customer = q.customer AND t.currency = q.currency
        AND t.occurred_at <= q.at AND t.occurred_at >= q.at - interval '360 days'
        AND (q.exclude IS NULL OR t.external IS DISTINCT FROM q.exclude)
    GROUP BY 1, 2, 3
) p ON true
"""
_FIRST = """
SELECT u.n, (
    SELECT min(t.occurred_at) FROM payment_transaction t
    WHERE t.environment_id = u.environment_id AND t.customer = u.customer AND t.currency = u.currency
        AND t.occurred_at <= u.at AND t.occurred_at >= u.at - interval '360 days'
        AND (u.exclude IS NULL OR t.external IS DISTINCT FROM u.exclude)
), (
    SELECT count(*) FROM payment_login l
    WHERE l.environment_id = u.environment_id AND l.customer = u.customer AND l.succeeded
        AND l.occurred_at <= u.at AND l.occurred_at > u.at - interval '30 days'
), (
    SELECT count(*) FROM payment_login l
    WHERE l.environment_id = u.environment_id AND l.customer = u.customer AND l.succeeded
        AND l.occurred_at <= u.at - interval '30 days' AND l.occurred_at > u.at - interval '90 days'
)
FROM unnest($1::integer[], $2::uuid[], $3::uuid[], $4::timestamptz[], $5::text[], $6::bytea[])
    AS u(n, environment_id, customer, at, currency, exclude)
"""


async def sums(tx: Transaction, columns: Sequence[Sequence[object]]) -> list[asyncpg.Record]:
    """Rows of (query, month, direction, category, total, whether payments lie more than 360 days back)."""
    return await tx.fetch(_SUMS, *columns)


async def firsts(tx: Transaction, columns: Sequence[Sequence[object]]) -> list[asyncpg.Record]:
    """Rows of (query, first payment of 360 days, sign-ins of 30 days, sign-ins of the 60 days before)."""
    return await tx.fetch(_FIRST, *columns)
