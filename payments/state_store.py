"""SQL of the running state: one row per customer, time bucket and currency, added to, and summed into windows.

Private to `payments`.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from core.database import Transaction

# A bucket says in `mask` where it counts: 1 h1, 2 h24, 4 d7, 8 d30, 16 d90, 32 lifetime, 64 after the moment asked for.
# The current hour is read from minutes, the current day from those and hours, so nothing after `at` is counted; what
# lies after it is subtracted from the lifetime. Rows are added up by mask first, then the few sums by window.
_READ = """
WITH q AS (
    SELECT * FROM unnest(
        $1::integer[], $2::uuid[], $3::uuid[], $4::integer[], $5::timestamptz[], $6::text[], $7::smallint[], $8::smallint[],
        $9::bytea[]
    ) AS q(n, environment_id, customer, minute, minute_end, currency, merchant, device, exclude)
)
SELECT
    w.h1_dn, w.h1_dm, w.h1_cn, w.h1_cm, w.h1_cash, w.h1_emi,
    w.h24_dn, w.h24_dm, w.h24_cn, w.h24_cm, w.h24_cash, w.h24_emi,
    w.d7_dn, w.d7_dm, w.d7_cn, w.d7_cm, w.d7_cash, w.d7_emi,
    w.d30_dn, w.d30_dm, w.d30_cn, w.d30_cm, w.d30_cash, w.d30_emi,
    w.d90_dn, w.d90_dm, w.d90_cn, w.d90_cm, w.d90_cash, w.d90_emi,
    w.life_dn, w.life_dm, w.life_cn, w.life_cm, w.life_cash, w.life_emi,
    w.life_n, w.log_sum, w.log_square_sum,
    w.merchants_h24, w.merchants_d7, w.merchants_d30, w.merchants_d90, w.devices_d90,
    w.merchant_seen, w.device_seen, w.logins, w.failed, w.first_at,
    coalesce(q.currency, last.currency), last.occurred_at, last.amount_minor, last.direction, last.currency,
    placed.occurred_at, placed.country, placed.latitude_tenths, placed.longitude_tenths,
    own.id, own.occurred_at, own.amount_minor, own.direction, own.currency, own.method, own.channel, own.category,
    own.log_milli, get_byte(own.merchant, 0), get_byte(own.device, 0)
FROM q
LEFT JOIN LATERAL (
    SELECT t.id, t.occurred_at, t.amount_minor, t.direction, t.currency, t.method, t.channel, t.category, t.log_milli,
        t.merchant, t.device
    FROM payment_transaction t
    WHERE q.exclude IS NOT NULL AND t.environment_id = q.environment_id AND t.external = q.exclude
        AND t.external IS NOT NULL AND t.customer = q.customer
) own ON true
LEFT JOIN LATERAL (
    SELECT t.occurred_at, t.amount_minor, t.direction, t.currency
    FROM payment_transaction t
    WHERE t.environment_id = q.environment_id AND t.customer = q.customer AND t.occurred_at < q.minute_end
        AND t.id IS DISTINCT FROM own.id
    ORDER BY t.occurred_at DESC, t.content DESC LIMIT 1
) last ON true
LEFT JOIN LATERAL (
    SELECT r.occurred_at, r.country, r.latitude_tenths, r.longitude_tenths
    FROM (
        SELECT t.occurred_at, t.content, t.country, t.latitude_tenths, t.longitude_tenths
        FROM payment_transaction t
        WHERE t.environment_id = q.environment_id AND t.customer = q.customer AND t.occurred_at < q.minute_end
            AND t.id IS DISTINCT FROM own.id
        ORDER BY t.occurred_at DESC, t.content DESC LIMIT 8
    ) r
    WHERE r.country IS NOT NULL
    ORDER BY r.occurred_at DESC, r.content DESC LIMIT 1
) placed ON true
CROSS JOIN LATERAL (
    SELECT
{windows}        bit_count(bit_or(s.merchants) FILTER (WHERE s.mask & 2 <> 0)) AS merchants_h24,
        bit_count(bit_or(s.merchants) FILTER (WHERE s.mask & 4 <> 0)) AS merchants_d7,
        bit_count(bit_or(s.merchants) FILTER (WHERE s.mask & 8 <> 0)) AS merchants_d30,
        bit_count(bit_or(s.merchants) FILTER (WHERE s.mask & 16 <> 0)) AS merchants_d90,
        bit_count(bit_or(s.devices) FILTER (WHERE s.mask & 16 <> 0)) AS devices_d90,
        get_bit(bit_or(s.merchants) FILTER (WHERE s.mask & 16 <> 0), q.merchant) AS merchant_seen,
        get_bit(bit_or(s.devices) FILTER (WHERE s.mask & 16 <> 0), q.device) AS device_seen,
        coalesce(sum(s.logins) FILTER (WHERE s.mask & 2 <> 0), 0)::bigint AS logins,
        coalesce(sum(s.failed) FILTER (WHERE s.mask & 2 <> 0), 0)::bigint AS failed,
        min(s.first_at) AS first_at
    FROM (
        SELECT b.mask,
            sum(b.debit_count) AS debit_n, sum(b.credit_count) AS credit_n,
            sum(b.login_count) AS logins, sum(b.failed_count) AS failed,
            sum(b.debit_count) FILTER (WHERE b.own) AS own_n,
            sum(b.debit_minor) FILTER (WHERE b.own) AS debit_m, sum(b.credit_minor) FILTER (WHERE b.own) AS credit_m,
            sum(b.cash_minor) FILTER (WHERE b.own) AS cash_m, sum(b.emi_minor) FILTER (WHERE b.own) AS emi_m,
            sum(b.log_sum) FILTER (WHERE b.own) AS log_sum, sum(b.log_square_sum) FILTER (WHERE b.own) AS log_square,
            bit_or(b.merchants) AS merchants, bit_or(b.devices) AS devices, min(b.first_at) AS first_at
        FROM (
            SELECT CASE WHEN m.slot / 60 < q.minute / 60 THEN 1 WHEN m.slot > q.minute THEN 64 ELSE 31 END AS mask,
                m.currency = coalesce(q.currency, last.currency) AS own, m.*
            FROM customer_bucket m
            WHERE m.environment_id = q.environment_id AND m.customer = q.customer AND m.grain = 0
                AND m.slot > q.minute - 60 AND m.slot < (q.minute / 60 + 1) * 60
            UNION ALL
            SELECT CASE WHEN h.slot > q.minute / 60 THEN 64 ELSE
                4 + CASE WHEN h.slot > q.minute / 60 - 24 THEN 2 ELSE 0 END
                + CASE WHEN h.slot / 24 = q.minute / 1440 THEN 24 ELSE 0 END END,
                h.currency = coalesce(q.currency, last.currency), h.*
            FROM customer_bucket h
            WHERE h.environment_id = q.environment_id AND h.customer = q.customer AND h.grain = 1
                AND h.slot > q.minute / 60 - 168 AND h.slot < (q.minute / 1440 + 1) * 24 AND h.slot <> q.minute / 60
            UNION ALL
            SELECT CASE WHEN d.slot > q.minute / 1440 THEN 64 WHEN d.slot > q.minute / 1440 - 30 THEN 24 ELSE 16 END,
                d.currency = coalesce(q.currency, last.currency), d.*
            FROM customer_bucket d
            WHERE d.environment_id = q.environment_id AND d.customer = q.customer AND d.grain = 2
                AND d.slot > q.minute / 1440 - 90 AND d.slot <> q.minute / 1440
            UNION ALL
            SELECT 32, l.currency = coalesce(q.currency, last.currency), l.*
            FROM customer_bucket l
            WHERE l.environment_id = q.environment_id AND l.customer = q.customer AND l.grain = 3 AND l.slot = 0
        ) b
        GROUP BY b.mask
    ) s
) w
ORDER BY q.n
"""


def _windows() -> str:
    """The sums of the five windows, and of the lifetime: what is there less what lies after the moment asked for."""
    parts = (
        ("dn", "debit_n"),
        ("dm", "debit_m"),
        ("cn", "credit_n"),
        ("cm", "credit_m"),
        ("cash", "cash_m"),
        ("emi", "emi_m"),
    )
    lines = [
        f"least(coalesce(sum(s.{column}) FILTER (WHERE s.mask & {bit} <> 0), 0), {SUM_MAX})::bigint AS {window}_{short}"
        for bit, window in ((1, "h1"), (2, "h24"), (4, "d7"), (8, "d30"), (16, "d90"))
        for short, column in parts
    ]
    lines += [
        f"coalesce(sum(CASE WHEN s.mask = 32 THEN s.{column} WHEN s.mask = 64 THEN -s.{column} END), 0)::bigint AS {name}"
        for name, column in (
            *((f"life_{short}", column) for short, column in parts),
            ("life_n", "own_n"),
            ("log_sum", "log_sum"),
            ("log_square_sum", "log_square"),
        )
    ]
    return "".join(f"        {line},\n" for line in lines)


# Sums stop here instead of overflowing: 90,000 payments of the largest amount.
SUM_MAX = 9_000_000_000_000_000_000
READ = _READ.replace("{windows}", _windows())

_COLUMNS = (
    "debit_count, debit_minor, credit_count, credit_minor, cash_minor, emi_minor, log_sum, log_square_sum,"
    " login_count, failed_count, first_at, merchants, devices"
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
    merchants = b.merchants | excluded.merchants,
    devices = b.devices | excluded.devices
"""
ADD_COLUMNS = f"(environment_id, customer, grain, slot, currency, {_COLUMNS})"
NO_BITS = "'" + "0" * 256 + "'::bit(256)"
MINUTE = "floor(extract(epoch FROM occurred_at) / 60)::integer"
GRAINS = "(VALUES (0, 1), (1, 60), (2, 1440), (3, 0)) AS g(grain, minutes)"
SLOT = "CASE WHEN g.minutes = 0 THEN 0 ELSE minute / g.minutes END"

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
_PRUNE = """
WITH newest AS (
    SELECT customer, max(slot) AS day FROM customer_bucket WHERE environment_id = $1 AND grain = 2 GROUP BY customer
)
DELETE FROM customer_bucket b USING newest n
WHERE b.environment_id = $1 AND b.customer = n.customer
    AND (b.grain = 0 AND b.slot < (n.day - $2::integer) * 1440 OR b.grain = 1 AND b.slot < (n.day - $3::integer) * 24)
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


async def prune(tx: Transaction, environment_id: UUID, minute_days: int, hour_days: int) -> int:
    status = await tx.execute(_PRUNE, environment_id, minute_days, hour_days)
    return int(status.rpartition(" ")[2])
