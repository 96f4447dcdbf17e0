"""SQL of shadows of rulesets: what is in the shadow is a column of `ruleset`, and what it would have said are counts by the hour."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

import msgspec

from core.database import Transaction

_SET = """
UPDATE ruleset SET shadow_version = $3, shadow_since = $4 WHERE environment_id = $1 AND use_case = $2
"""
# In the order of the keys, so that two who count the same hours never wait for each other.
_ADD = """
INSERT INTO ruleset_shadow_hour AS known
    (environment_id, version_id, hour, was, would_be, currency, use_case, decisions, failed, amount_minor)
SELECT * FROM unnest(
    $1::uuid[], $2::uuid[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::bigint[],
    $10::numeric[]
) ORDER BY 1, 2, 3, 4, 5, 6
ON CONFLICT (environment_id, version_id, hour, was, would_be, currency) DO UPDATE SET
    decisions = known.decisions + excluded.decisions,
    failed = known.failed + excluded.failed,
    amount_minor = known.amount_minor + excluded.amount_minor
"""
_CHANGES = """
SELECT was, would_be, currency, sum(decisions)::bigint AS decisions, sum(failed)::bigint AS failed,
    sum(amount_minor) AS amount_minor
FROM ruleset_shadow_hour WHERE environment_id = $1 AND version_id = $2
GROUP BY was, would_be, currency ORDER BY was, would_be, currency
"""
_HOURS = """
SELECT hour, sum(decisions)::bigint AS decisions, (sum(decisions) FILTER (WHERE was <> would_be))::bigint AS changed,
    sum(failed)::bigint AS failed
FROM ruleset_shadow_hour WHERE environment_id = $1 AND version_id = $2
GROUP BY hour ORDER BY hour DESC LIMIT $3
"""


class CountRow(msgspec.Struct, frozen=True, kw_only=True):
    """Decisions of one hour that went one way and would have gone another, in the order of the columns.

    currency: empty where no payment was decided about. failed: those for which the shadow had its fallback alone.
    """

    environment_id: UUID
    version_id: UUID
    hour: dt.datetime
    was: str
    would_be: str
    currency: str
    use_case: str
    decisions: int
    failed: int
    amount_minor: int


class ChangeRow(msgspec.Struct, frozen=True):
    was: str
    would_be: str
    currency: str
    decisions: int
    failed: int
    amount_minor: Decimal


class HourRow(msgspec.Struct, frozen=True):
    hour: dt.datetime
    decisions: int
    changed: int
    failed: int


async def put(
    tx: Transaction, environment_id: UUID, use_case: str, version_id: UUID | None, since: dt.datetime | None
) -> None:
    """Put a version into the shadow, or none."""
    await tx.execute(_SET, environment_id, use_case, version_id, since)


async def add(tx: Transaction, rows: Sequence[CountRow]) -> None:
    columns = zip(*(msgspec.structs.astuple(row) for row in rows), strict=True)
    await tx.execute(_ADD, *(list(column) for column in columns))


async def changes(tx: Transaction, environment_id: UUID, version_id: UUID) -> list[ChangeRow]:
    """What went one way and would have gone another, over all hours; the same both ways too."""
    return [ChangeRow(*row) for row in await tx.fetch(_CHANGES, environment_id, version_id)]


async def hours(tx: Transaction, environment_id: UUID, version_id: UUID, limit: int) -> list[HourRow]:
    """Newest first."""
    rows = await tx.fetch(_HOURS, environment_id, version_id, limit)
    return [HourRow(row["hour"], row["decisions"], row["changed"] or 0, row["failed"]) for row in rows]
