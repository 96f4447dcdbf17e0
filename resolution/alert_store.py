"""SQL of alerts and of the rules that raise them."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast
from uuid import UUID

import asyncpg
import msgspec

from core.database import Transaction
from resolution.alert_entities import SEVERITIES, Alert, AlertRule, AlertState, Severity

_NAMES = (
    "id", "kind", "group_key", "subject", "severity", "state", "count", "data", "raised_at", "last_at", "acknowledged_at",
    "acknowledged_by", "resolved_at", "resolved_by", "case_id", "suppression_id",
)  # fmt: skip
_COLUMNS = ", ".join(f"alert.{name}" for name in _NAMES)
_NEWEST_RULES = """
SELECT number, author, changed_at, rules FROM alert_rules WHERE environment_id = $1 ORDER BY number DESC LIMIT 1
"""
_RULES_OF = """
SELECT DISTINCT ON (environment_id) environment_id, rules FROM alert_rules
WHERE environment_id = ANY ($1::uuid[]) ORDER BY environment_id, number DESC
"""
_ADD_RULES = """
INSERT INTO alert_rules (environment_id, number, author, changed_at, rules) VALUES ($1, $2, $3, $4, $5::jsonb)
ON CONFLICT DO NOTHING RETURNING number
"""
_HEAR = "INSERT INTO alert_event (environment_id, event_id) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING event_id"
_FORGET = "DELETE FROM alert_event WHERE environment_id = $1 AND event_id < $2"
_ABSORB = """
    count = alert.count + 1,
    severity = greatest(alert.severity, excluded.severity),
    subject = CASE WHEN excluded.last_at >= alert.last_at THEN excluded.subject ELSE alert.subject END,
    data = CASE WHEN excluded.last_at >= alert.last_at THEN excluded.data ELSE alert.data END,
    raised_at = least(alert.raised_at, excluded.raised_at),
    last_at = greatest(alert.last_at, excluded.last_at)
"""
# `xmax = 0` tells a row that was inserted from one that was there. An older event that comes late counts, and says nothing new.
# Where a silenced alert stands, an event that nothing silences returns no row, and leaves that one locked.
_RAISE = f"""
INSERT INTO alert (environment_id, id, kind, group_key, subject, severity, state, data, raised_at, last_at, suppression_id)
VALUES ($1, $2, $3, $4, $5, $6, CASE WHEN $9::uuid IS NULL THEN 'open' ELSE 'suppressed' END, $7::jsonb, $8, $8, $9)
ON CONFLICT (environment_id, kind, group_key) WHERE state <> 'resolved' DO UPDATE SET {_ABSORB}
WHERE alert.state <> 'suppressed' OR excluded.state = 'suppressed'
RETURNING {_COLUMNS}, xmax = 0 AS new
"""
_SPEAK = f"""
UPDATE alert SET state = 'open', suppression_id = NULL, {_ABSORB}
FROM (SELECT $4::text AS subject, $5::smallint AS severity, $6::jsonb AS data, $7::timestamptz AS raised_at, $7 AS last_at) AS excluded
WHERE environment_id = $1 AND kind = $2 AND group_key = $3 AND state = 'suppressed' RETURNING {_COLUMNS}
"""
# Of a standing alert a silenced event is one more, and nothing else: what the alert says stays what somebody was told.
_COUNT = f"""
UPDATE alert SET count = count + 1
WHERE environment_id = $1 AND kind = $2 AND group_key = $3 AND state IN ('open', 'acknowledged') RETURNING {_COLUMNS}
"""
_FIND = f"SELECT {_COLUMNS} FROM alert WHERE environment_id = $1 AND id = $2"
_PAGE = f"""
SELECT {_COLUMNS} FROM alert
WHERE environment_id = $1 AND ($2::uuid IS NULL OR id < $2) AND ($4::text IS NULL OR state = $4)
    AND ($5::text IS NULL OR kind = $5) AND severity >= $6
ORDER BY id DESC LIMIT $3
"""
_ACKNOWLEDGE = f"""
UPDATE alert SET state = 'acknowledged', acknowledged_at = $3, acknowledged_by = $4
WHERE environment_id = $1 AND id = $2 AND state = 'open' RETURNING {_COLUMNS}
"""
_RESOLVE = f"""
UPDATE alert SET state = 'resolved', resolved_at = $3, resolved_by = $4
WHERE environment_id = $1 AND id = $2 AND state <> 'resolved' RETURNING {_COLUMNS}
"""
_STANDING = """
SELECT id, kind FROM alert WHERE environment_id = $1 AND group_key = $2 AND state <> 'resolved' ORDER BY id FOR UPDATE
"""


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What an event says as an alert. data: JSON."""

    kind: str
    group: str
    subject: str
    severity: Severity
    data: bytes
    at: datetime


class Raised(msgspec.Struct, frozen=True):
    """new: whether it was not standing before, or was silenced until now."""

    alert: Alert
    new: bool


class RulesRow(msgspec.Struct, frozen=True):
    number: int
    author: str
    changed_at: datetime
    rules: list[AlertRule]


async def find_rules(tx: Transaction, environment_id: UUID) -> RulesRow | None:
    row = await tx.fetchrow(_NEWEST_RULES, environment_id)
    if row is None:
        return None
    rules = msgspec.json.decode(row["rules"], type=list[AlertRule])
    return RulesRow(row["number"], row["author"], row["changed_at"], rules)


async def rules_of(tx: Transaction, environments: Sequence[UUID]) -> dict[UUID, list[AlertRule]]:
    """The rules of those environments that have some of their own."""
    rows = await tx.fetch(_RULES_OF, list(environments))
    return {row["environment_id"]: msgspec.json.decode(row["rules"], type=list[AlertRule]) for row in rows}


async def add_rules(tx: Transaction, environment_id: UUID, row: RulesRow) -> bool:
    """Returns: False when another change was faster."""
    rules = msgspec.json.encode(row.rules).decode()
    return (
        await tx.fetchval(_ADD_RULES, environment_id, row.number, row.author, row.changed_at, rules)
    ) is not None


async def hear(tx: Transaction, environment_id: UUID, event_id: UUID) -> bool:
    """Note that an event was heard. Returns: False if it was before."""
    return (await tx.fetchval(_HEAR, environment_id, event_id)) is not None


async def forget_events(tx: Transaction, environment_id: UUID, before: UUID) -> None:
    await tx.execute(_FORGET, environment_id, before)


async def raise_alert(
    tx: Transaction, environment_id: UUID, alert_id: UUID, said: Said, suppression_id: UUID | None
) -> Raised:
    """Raise an alert, or let the one of the same group that stands absorb it.

    suppression_id: what silences it, if anything does.
    """
    if suppression_id is not None:
        counted = await tx.fetchrow(_COUNT, environment_id, said.kind, said.group)
        if counted is not None:
            return Raised(_alert(counted), new=False)
    what = (said.subject, SEVERITIES.index(said.severity), said.data.decode(), said.at)
    row = await tx.fetchrow(_RAISE, environment_id, alert_id, said.kind, said.group, *what, suppression_id)
    if row is not None:
        return Raised(_alert(row), row["new"])
    spoke = await tx.fetchrow(_SPEAK, environment_id, said.kind, said.group, *what)
    return Raised(_alert(cast(asyncpg.Record, spoke)), new=True)


async def find(tx: Transaction, environment_id: UUID, alert_id: UUID) -> Alert | None:
    return _maybe(await tx.fetchrow(_FIND, environment_id, alert_id))


async def list_page(
    tx: Transaction,
    environment_id: UUID,
    *,
    after: UUID | None,
    limit: int,
    state: AlertState | None,
    kind: str | None,
    severity_min: Severity,
) -> list[Alert]:
    """Newest first."""
    least = SEVERITIES.index(severity_min)
    return [_alert(row) for row in await tx.fetch(_PAGE, environment_id, after, limit, state, kind, least)]


async def acknowledge(
    tx: Transaction, environment_id: UUID, alert_id: UUID, at: datetime, actor: str
) -> Alert | None:
    """Returns: None if it was not open."""
    return _maybe(await tx.fetchrow(_ACKNOWLEDGE, environment_id, alert_id, at, actor))


async def resolve(
    tx: Transaction, environment_id: UUID, alert_id: UUID, at: datetime, actor: str
) -> Alert | None:
    """Returns: None if it was over, or never was."""
    return _maybe(await tx.fetchrow(_RESOLVE, environment_id, alert_id, at, actor))


async def standing(tx: Transaction, environment_id: UUID, group: str) -> Sequence[tuple[UUID, str]]:
    """The alerts of a group, of any kind, that are not resolved, held until the transaction ends: their ids and kinds."""
    return [(row["id"], row["kind"]) for row in await tx.fetch(_STANDING, environment_id, group)]


async def set_case(tx: Transaction, environment_id: UUID, alert_id: UUID, case_id: UUID) -> None:
    await tx.execute(
        "UPDATE alert SET case_id = $3 WHERE environment_id = $1 AND id = $2",
        environment_id,
        alert_id,
        case_id,
    )


def _maybe(row: asyncpg.Record | None) -> Alert | None:
    return None if row is None else _alert(row)


def _alert(row: asyncpg.Record) -> Alert:
    return Alert(
        id=row["id"],
        kind=row["kind"],
        group=row["group_key"],
        subject=row["subject"],
        severity=SEVERITIES[row["severity"]],
        state=row["state"],
        count=row["count"],
        data=msgspec.json.decode(row["data"], type=dict[str, object]),
        raised_at=row["raised_at"],
        last_at=row["last_at"],
        acknowledged_at=row["acknowledged_at"],
        acknowledged_by=row["acknowledged_by"],
        resolved_at=row["resolved_at"],
        resolved_by=row["resolved_by"],
        case_id=row["case_id"],
        suppression_id=row["suppression_id"],
    )
