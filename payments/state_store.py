"""SQL of the running state: one row per customer, time bucket and currency, added to, and summed by both.

Private to `payments`.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from core.database import Transaction

# A bucket says in `mask` where it counts: 1 h1, 2 h24, 4 d7, 8 d30, 16 d90, 32 lifetime, 64 after the moment asked for.
# The current hour is read from minutes, the current day from those and hours, so nothing after `at` is counted; what
# lies after it is subtracted from the lifetime. Rows are added up by mask and currency here; `windows` adds the few sums up by
# window, of the currency that it is asked for, which costs it 5 us where 36 filtered aggregates cost 50.
# `customer_bucket` has one index and `own` a unique one: there is no wrong plan to fall into before the first ANALYZE.
_READ = """
WITH q AS MATERIALIZED (
    SELECT q.*, minute / 60 AS hour, minute / 1440 AS day
    FROM unnest($1::integer[], $2::uuid[], $3::uuid[], $4::integer[], $5::smallint[], $6::smallint[], $7::bytea[])
        AS q(n, environment_id, customer, minute, merchant, device, exclude)
)
SELECT w.*, own.*
FROM q
LEFT JOIN LATERAL (
    SELECT t.id, t.customer, t.content, t.occurred_at, t.amount_minor, t.direction, t.currency, t.method, t.channel,
        t.category, t.log_milli, get_byte(t.merchant, 0), get_byte(t.device, 0)
    FROM payment_transaction t
    WHERE q.exclude IS NOT NULL AND t.environment_id = q.environment_id AND t.external = q.exclude
        AND t.external IS NOT NULL
    LIMIT 1
) own ON true
CROSS JOIN LATERAL (
    SELECT
        array_agg(ARRAY[
            s.mask, s.debit_n, s.debit_m, s.credit_n, s.credit_m, s.cash_m, s.emi_m, s.log_sum, s.log_square, s.logins,
            s.failed
        ]),
        array_agg(s.currency),
        bit_count(bit_or(s.merchants) FILTER (WHERE s.mask & 2 <> 0)),
        bit_count(bit_or(s.merchants) FILTER (WHERE s.mask & 4 <> 0)),
        bit_count(bit_or(s.merchants) FILTER (WHERE s.mask & 8 <> 0)),
        bit_count(bit_or(s.merchants) FILTER (WHERE s.mask & 16 <> 0)),
        bit_count(bit_or(s.devices) FILTER (WHERE s.mask & 16 <> 0)),
        get_bit(bit_or(s.merchants) FILTER (WHERE s.mask & 16 <> 0), q.merchant),
        get_bit(bit_or(s.devices) FILTER (WHERE s.mask & 16 <> 0), q.device),
        min(s.first_at), array_agg(s.last) FILTER (WHERE s.last IS NOT NULL), max(s.placed)
    FROM (
        SELECT b.mask, b.currency,
            sum(b.debit_count) AS debit_n, sum(b.credit_count) AS credit_n,
            sum(b.login_count) AS logins, sum(b.failed_count) AS failed,
            least(sum(b.debit_minor), {max})::bigint AS debit_m, least(sum(b.credit_minor), {max})::bigint AS credit_m,
            least(sum(b.cash_minor), {max})::bigint AS cash_m, least(sum(b.emi_minor), {max})::bigint AS emi_m,
            sum(b.log_sum)::bigint AS log_sum, sum(b.log_square_sum)::bigint AS log_square,
            bit_or(b.merchants) AS merchants, bit_or(b.devices) AS devices,
            min(b.first_at) AS first_at, max(b.last) AS last, max(b.placed) AS placed
        FROM (
            SELECT CASE WHEN c.slot / 60 < q.hour THEN 1 WHEN c.slot > q.minute THEN 64 ELSE 31 END AS mask, {columns}
            FROM customer_bucket c
            WHERE c.environment_id = q.environment_id AND c.customer = q.customer AND c.grain = 0
                AND c.slot > q.minute - 60 AND c.slot < (q.hour + 1) * 60
            UNION ALL
            SELECT CASE WHEN c.slot > q.hour THEN 64 ELSE
                4 + CASE WHEN c.slot > q.hour - 24 THEN 2 ELSE 0 END + CASE WHEN c.slot / 24 = q.day THEN 24 ELSE 0 END
                END, {columns}
            FROM customer_bucket c
            WHERE c.environment_id = q.environment_id AND c.customer = q.customer AND c.grain = 1
                AND c.slot > q.hour - 168 AND c.slot < (q.day + 1) * 24 AND c.slot <> q.hour
            UNION ALL
            SELECT CASE WHEN c.slot > q.day THEN 64 WHEN c.slot > q.day - 30 THEN 24 ELSE 16 END, {columns}
            FROM customer_bucket c
            WHERE c.environment_id = q.environment_id AND c.customer = q.customer AND c.grain = 2
                AND c.slot > q.day - 90 AND c.slot <> q.day
            UNION ALL
            SELECT 32, {columns}
            FROM customer_bucket c
            WHERE c.environment_id = q.environment_id AND c.customer = q.customer AND c.grain = 3 AND c.slot = 0
        ) b
        GROUP BY b.mask, b.currency
    ) s
) w
ORDER BY q.n
"""
_READ_COLUMNS = (
    "c.currency, c.debit_count, c.credit_count, c.login_count, c.failed_count, c.debit_minor,"
    " c.credit_minor, c.cash_minor, c.emi_minor, c.log_sum, c.log_square_sum, c.merchants, c.devices, c.first_at, c.last,"
    " c.placed"
)


# Sums stop here instead of overflowing: 90,000 payments of the largest amount.
SUM_MAX = 9_000_000_000_000_000_000
READ = _READ.replace("{max}", str(SUM_MAX)).replace("{columns}", _READ_COLUMNS)

_COLUMNS = (
    "debit_count, debit_minor, credit_count, credit_minor, cash_minor, emi_minor, log_sum, log_square_sum,"
    " login_count, failed_count, first_at, last, placed, merchants, devices"
)


def _sum(column: str) -> str:
    return (
        f"{column} = CASE WHEN b.{column} > {SUM_MAX} - excluded.{column} THEN {SUM_MAX}"
        f" ELSE b.{column} + excluded.{column} END"
    )


# Appended to `INSERT INTO customer_bucket AS b ... ` by both writers: additive, so neither order nor batching shows.
ADD_UP = f"""
ON CONFLICT (environment_id, customer, grain, slot, currency) DO UPDATE SET
    debit_count = b.debit_count + excluded.debit_count,
    credit_count = b.credit_count + excluded.credit_count,
    login_count = b.login_count + excluded.login_count,
    failed_count = b.failed_count + excluded.failed_count,
    {_sum("debit_minor")},
    {_sum("credit_minor")},
    {_sum("cash_minor")},
    {_sum("emi_minor")},
    log_sum = b.log_sum + excluded.log_sum,
    log_square_sum = b.log_square_sum + excluded.log_square_sum,
    first_at = least(b.first_at, excluded.first_at),
    last = greatest(b.last, excluded.last),
    placed = greatest(b.placed, excluded.placed),
    merchants = b.merchants | excluded.merchants,
    devices = b.devices | excluded.devices
"""
ADD_COLUMNS = f"(environment_id, customer, grain, slot, currency, {_COLUMNS})"
NO_BITS = "'" + "0" * 256 + "'::bit(256)"
MINUTE = "floor(extract(epoch FROM occurred_at) / 60)::integer"
GRAINS = "(VALUES (0, 1), (1, 60), (2, 1440), (3, 0)) AS g(grain, minutes)"
SLOT = "CASE WHEN g.minutes = 0 THEN 0 ELSE minute / g.minutes END"

# The latest payment, and the latest with a country, as texts that sort by time and then by content: the greater one wins in
# whatever order they come. 16 digits of microseconds, 32 of content, then what is to be remembered.
_STAMP = "lpad((extract(epoch FROM occurred_at) * 1000000)::bigint::text, 16, '0') || encode(content, 'hex')"
LAST = f'({_STAMP} || left(direction, 1) || currency || amount_minor) COLLATE "C"'
PLACED = (
    f"({_STAMP} || country || ':' || coalesce(latitude_tenths::text, '') || ':'"
    " || coalesce(longitude_tenths::text, '')) COLLATE \"C\""
)

# What else the customer did lately, for the rare payment that was ingested before it is scored.
_RECENT = """
(SELECT floor(extract(epoch FROM occurred_at) / 60)::integer, CASE WHEN direction = 'debit' THEN get_byte(merchant, 0) END,
    get_byte(device, 0)
FROM payment_transaction
WHERE environment_id = $1 AND customer = $2 AND occurred_at >= $3 AND occurred_at < $4 AND id <> $5
ORDER BY occurred_at DESC LIMIT $6)
UNION ALL
(SELECT floor(extract(epoch FROM occurred_at) / 60)::integer, NULL, get_byte(device, 0)
FROM payment_login
WHERE environment_id = $1 AND customer = $2 AND occurred_at >= $3 AND occurred_at < $4 AND succeeded
ORDER BY occurred_at DESC LIMIT $6)
"""
_FIRST = """
SELECT min(occurred_at) FROM payment_transaction WHERE environment_id = $1 AND customer = $2 AND id <> $3
"""
_LATEST = f"""
SELECT max({LAST}), max({PLACED}), currency
FROM (
    SELECT * FROM payment_transaction WHERE environment_id = $1 AND customer = $2 AND id <> $3
    ORDER BY occurred_at DESC, content DESC LIMIT $4
) recent
GROUP BY currency
"""
# It never waits for a lock, so it cannot deadlock with those who add to a bucket.
_PRUNE = """
WITH newest AS (
    SELECT customer, max(slot) AS day FROM customer_bucket WHERE environment_id = $1 AND grain = 2 GROUP BY customer
), old AS (
    SELECT b.ctid
    FROM customer_bucket b JOIN newest n ON n.customer = b.customer
    WHERE b.environment_id = $1 AND (
        b.grain = 0 AND b.slot < (n.day - $2::integer) * 1440 OR b.grain = 1 AND b.slot < (n.day - $3::integer) * 24
    )
    LIMIT $4 FOR UPDATE OF b SKIP LOCKED
)
DELETE FROM customer_bucket WHERE ctid = ANY (ARRAY(SELECT ctid FROM old)) AND environment_id = $1
"""


async def read(tx: Transaction, columns: Sequence[Sequence[object]]) -> list[asyncpg.Record]:
    return await tx.fetch(READ, *columns)


async def recent_keys(
    tx: Transaction,
    environment_id: UUID,
    customer: UUID,
    *,
    since: datetime,
    until: datetime,
    other_than: UUID,
    limit: int,
) -> list[asyncpg.Record]:
    """Rows of (minute, merchant bit, device bit), of the latest payments but one and of the latest sign-ins."""
    return await tx.fetch(_RECENT, environment_id, customer, since, until, other_than, limit)


async def first_at(
    tx: Transaction, environment_id: UUID, customer: UUID, other_than: UUID
) -> datetime | None:
    found = await tx.fetchval(_FIRST, environment_id, customer, other_than)
    return found if isinstance(found, datetime) else None


async def latest(
    tx: Transaction, environment_id: UUID, customer: UUID, other_than: UUID, limit: int
) -> tuple[list[str], str | None]:
    """The registers `last`, of each currency, and `placed`, as the customer's recent payments but one would make them."""
    rows = await tx.fetch(_LATEST, environment_id, customer, other_than, limit)
    return [row[0] for row in rows], max((row[1] for row in rows if row[1] is not None), default=None)


async def prune(tx: Transaction, environment_id: UUID, minute_days: int, hour_days: int, limit: int) -> int:
    status = await tx.execute(_PRUNE, environment_id, minute_days, hour_days, limit)
    return int(status.rpartition(" ")[2])
