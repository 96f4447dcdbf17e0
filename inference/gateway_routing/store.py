"""SQL of routing policies and of what they chose. Private to `inference`."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from core.database import Transaction
from inference.gateway_routing.policy import PolicySpec, RoutingPolicy, Status
from inference.gateway_routing.trial_money import MoneyRow

_READ = """
id, name, spec::text AS spec, digest, created_at, created_by, status, share_percent, guardrail, against, started_at, ended_at,
ended_by, ended_reason
"""
_INSERT = """
INSERT INTO routing_policy (environment_id, id, name, spec, digest, created_at, created_by, status)
VALUES ($1, $2, $3, $4::jsonb, $5, $6, $7, 'draft')
"""
_GET = f"SELECT {_READ} FROM routing_policy WHERE environment_id = $1 AND id = $2"
_PAGE = f"""
SELECT {_READ} FROM routing_policy
WHERE environment_id = $1 AND ($2::uuid IS NULL OR id < $2) AND ($3::text IS NULL OR status = $3)
ORDER BY id DESC LIMIT $4
"""
_ACTIVE = f"""
SELECT {_READ} FROM routing_policy WHERE environment_id = $1 AND status IN ('champion', 'challenger')
"""
_CHALLENGERS = """
SELECT environment_id, id FROM routing_policy WHERE environment_id = ANY ($1::uuid[]) AND status = 'challenger'
"""
_START = """
UPDATE routing_policy
SET status = $3, share_percent = $4, guardrail = $5::jsonb, against = $6, started_at = $7, ended_at = NULL, ended_by = NULL,
    ended_reason = NULL
WHERE environment_id = $1 AND id = $2
"""
_RETIRE = """
UPDATE routing_policy SET status = 'retired', ended_at = $3, ended_by = $4, ended_reason = $5
WHERE environment_id = $1 AND id = $2
"""
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))"

# A rival that was first wins, and its answer is given.
_CHOOSE = """
INSERT INTO gateway_choice (
    environment_id, id, asked, content, policy_id, trial_id, payment, try, method, bank, amount_minor, currency, gateway,
    propensity, answer, chosen_at
) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15::jsonb, $16)
ON CONFLICT (environment_id, asked) DO NOTHING RETURNING id
"""
_ASKED = """
SELECT content, answer::text AS answer FROM gateway_choice WHERE environment_id = $1 AND asked = $2
"""
_CHOICE = "SELECT content, answer::text AS answer FROM gateway_choice WHERE environment_id = $1 AND id = $2"
# One value a payment: its first try, since later ones follow from it.
_ARMS = """
SELECT c.policy_id, count(*) AS choices, count(a.id) FILTER (WHERE a.result <> 'pending') AS judged,
    count(*) FILTER (WHERE a.result = 'succeeded') AS succeeded, count(*) FILTER (WHERE a.fault) AS faulted,
    coalesce(sum(a.cost_minor) FILTER (WHERE a.result <> 'pending'), 0)::bigint AS cost_minor,
    coalesce(sum(a.amount_minor) FILTER (WHERE a.result <> 'pending'), 0)::bigint AS amount_minor
FROM gateway_choice AS c
LEFT JOIN gateway_attempt AS a ON a.environment_id = c.environment_id AND a.choice_id = c.id
WHERE c.environment_id = $1 AND c.trial_id = $2 AND c.try = 1 AND c.chosen_at >= $3
GROUP BY c.policy_id
"""
# Squares of amounts leave bigint, so sums are of floats.
_MONEY = """
SELECT c.policy_id, a.currency, a.gateway, a.result = 'succeeded' AS succeeded, count(*) AS count,
    sum(a.amount_minor::float8) AS amount, sum(a.amount_minor::float8 * a.amount_minor) AS amount_2,
    sum(a.cost_minor::float8) AS cost, sum(a.cost_minor::float8 * a.cost_minor) AS cost_2,
    sum(a.amount_minor::float8 * a.cost_minor) AS amount_cost
FROM gateway_choice AS c
JOIN gateway_attempt AS a ON a.environment_id = c.environment_id AND a.choice_id = c.id
WHERE c.environment_id = $1 AND c.trial_id = $2 AND c.try = 1 AND c.chosen_at >= $3 AND a.result <> 'pending'
GROUP BY c.policy_id, a.currency, a.gateway, succeeded
"""
_PROPENSITIES = """
SELECT id, answer::text AS answer FROM gateway_choice WHERE environment_id = $1 AND id = ANY ($2::uuid[])
"""


class ArmCounts(msgspec.Struct, frozen=True, kw_only=True):
    """Of one policy in a trial: first tries. judged: those whose attempt has its result."""

    choices: int = 0
    judged: int = 0
    succeeded: int = 0
    faulted: int = 0
    cost_minor: int = 0
    amount_minor: int = 0


class Guard(msgspec.Struct, frozen=True):
    """What ends a challenger by itself."""

    fault_rise_max: float = 0.02


class ChoiceRow(msgspec.Struct, frozen=True, kw_only=True):
    """One choice as it is inserted."""

    environment_id: UUID
    id: UUID
    asked: bytes
    content: bytes
    policy_id: UUID
    trial_id: UUID | None
    payment: bytes
    try_: int
    method: str
    bank: str
    amount_minor: int
    currency: str
    gateway: str
    propensity: float
    answer: str
    chosen_at: datetime


async def lock(tx: Transaction, environment_id: UUID) -> None:
    """Let one change of an environment's policies run at a time."""
    await tx.execute(_LOCK, f"routing policy {environment_id}")


async def insert(tx: Transaction, environment_id: UUID, policy: RoutingPolicy) -> None:
    spec = msgspec.json.encode(policy.spec, order="deterministic").decode()
    await tx.execute(
        _INSERT,
        environment_id,
        policy.id,
        policy.name,
        spec,
        policy.digest,
        policy.created_at,
        policy.created_by,
    )


async def find(tx: Transaction, environment_id: UUID, policy_id: UUID) -> RoutingPolicy | None:
    row = await tx.fetchrow(_GET, environment_id, policy_id)
    return None if row is None else _policy(row)


async def page(
    tx: Transaction, environment_id: UUID, after: UUID | None, status: Status | None, limit: int
) -> list[RoutingPolicy]:
    """Newest first."""
    return [_policy(row) for row in await tx.fetch(_PAGE, environment_id, after, status, limit)]


async def active(tx: Transaction, environment_id: UUID) -> dict[Status, RoutingPolicy]:
    """Return the champion and the challenger, where there are any."""
    found = [_policy(row) for row in await tx.fetch(_ACTIVE, environment_id)]
    return {each.status: each for each in found}


async def challengers(tx: Transaction, environments: Sequence[UUID]) -> list[tuple[UUID, UUID]]:
    """Return environment and id of each challenger."""
    return [(row["environment_id"], row["id"]) for row in await tx.fetch(_CHALLENGERS, list(environments))]


async def start(tx: Transaction, environment_id: UUID, policy: RoutingPolicy) -> None:
    """Let a policy serve as it says from now on."""
    guard = msgspec.json.encode(Guard(policy.fault_rise_max)).decode()
    await tx.execute(
        _START, environment_id, policy.id, policy.status, policy.share_percent, guard, policy.against, policy.started_at,
    )  # fmt: skip


async def retire(
    tx: Transaction, environment_id: UUID, policy_id: UUID, at: datetime, by: str, reason: str
) -> None:
    await tx.execute(_RETIRE, environment_id, policy_id, at, by, reason)


async def insert_choice(tx: Transaction, row: ChoiceRow) -> bool:
    """Returns: False where the payment's try has a choice already."""
    fields = [getattr(row, name) for name in ChoiceRow.__struct_fields__]
    return await tx.fetchval(_CHOOSE, *fields) is not None


async def find_asked(tx: Transaction, environment_id: UUID, asked: bytes) -> asyncpg.Record | None:
    return await tx.fetchrow(_ASKED, environment_id, asked)


async def find_choice(tx: Transaction, environment_id: UUID, choice_id: UUID) -> asyncpg.Record | None:
    return await tx.fetchrow(_CHOICE, environment_id, choice_id)


async def arms(
    tx: Transaction, environment_id: UUID, trial_id: UUID, since: datetime
) -> dict[UUID, ArmCounts]:
    """Count a trial, by policy."""
    rows = await tx.fetch(_ARMS, environment_id, trial_id, since)
    return {
        row["policy_id"]: ArmCounts(**{name: row[name] for name in ArmCounts.__struct_fields__})
        for row in rows
    }


async def money(tx: Transaction, environment_id: UUID, trial_id: UUID, since: datetime) -> list[MoneyRow]:
    """Sum up what was tried in a trial."""
    rows = await tx.fetch(_MONEY, environment_id, trial_id, since)
    return [MoneyRow(**dict(row)) for row in rows]


async def answers(tx: Transaction, environment_id: UUID, choice_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Return what choices were answered with, as JSON."""
    rows = await tx.fetch(_PROPENSITIES, environment_id, list(choice_ids))
    return {row["id"]: row["answer"] for row in rows}


def _policy(row: asyncpg.Record) -> RoutingPolicy:
    fields = dict(row)
    guard = fields.pop("guardrail")
    fields["spec"] = msgspec.json.decode(row["spec"], type=PolicySpec)
    fields["fault_rise_max"] = msgspec.json.decode(guard, type=Guard).fault_rise_max
    return RoutingPolicy(**fields)
