"""Rows of decisions and of their idempotency keys; what the decision path calls is one statement a batch."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg
import msgspec

from core.database import Transaction


class DecisionRow(msgspec.Struct, frozen=True, kw_only=True):
    """One decision at rest.

    score: millionths of the probability, None when degraded. receipt: the signed promise, as it was answered.
    sealed: the payload (facts, features, answer) under the customer's key; None after an erasure.
    """

    environment_id: UUID
    id: UUID
    use_case: str
    version_id: UUID
    ruleset_version_id: UUID | None
    customer: UUID
    transaction_id: UUID | None
    outcome: str
    score: int | None
    degraded: bool
    decided_at: datetime
    leaf_hash: bytes
    receipt: bytes
    sealed: bytes | None


class KeyClaim(msgspec.Struct, frozen=True):
    """One idempotency key, claimed for a decision in the commit that makes it."""

    environment_id: UUID
    key_hash: bytes
    fingerprint: bytes
    decision_id: UUID


_COLUMNS = ", ".join(DecisionRow.__struct_fields__)
_INSERT = f"""
INSERT INTO decision ({_COLUMNS})
SELECT * FROM unnest(
    $1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[], $8::text[],
    $9::integer[], $10::boolean[], $11::timestamptz[], $12::bytea[], $13::bytea[], $14::bytea[]
)
"""
_CLAIM = """
INSERT INTO decision_key (environment_id, key_hash, fingerprint, decision_id, created_at)
SELECT *, now() FROM unnest($1::uuid[], $2::bytea[], $3::bytea[], $4::uuid[])
ON CONFLICT DO NOTHING
RETURNING decision_id
"""
_FIND_KEY = """
SELECT environment_id, key_hash, fingerprint, decision_id FROM decision_key
WHERE environment_id = $1 AND key_hash = $2
"""
_FORGET_KEYS = "DELETE FROM decision_key WHERE environment_id = $1 AND created_at < now() - $2::interval"
_LIST = f"""
SELECT {_COLUMNS} FROM decision
WHERE environment_id = $1
  AND ($2::text IS NULL OR use_case = $2)
  AND ($3::text IS NULL OR outcome = $3)
  AND ($4::uuid IS NULL OR customer = $4)
  AND ($5::uuid IS NULL OR id < $5)
ORDER BY id DESC LIMIT $6
"""


async def claim_keys(tx: Transaction, claims: Sequence[KeyClaim]) -> set[UUID]:
    """Claim keys, sorted so that two processes never deadlock. Returns: the decisions whose key was free.

    Waits for another process that holds one of the keys, and loses to it when that one commits.
    """
    ordered = sorted(claims, key=lambda claim: (claim.environment_id, claim.key_hash))
    rows = await tx.fetch(
        _CLAIM,
        [claim.environment_id for claim in ordered],
        [claim.key_hash for claim in ordered],
        [claim.fingerprint for claim in ordered],
        [claim.decision_id for claim in ordered],
    )
    return {row["decision_id"] for row in rows}


async def find_key(tx: Transaction, environment_id: UUID, key_hash: bytes) -> KeyClaim | None:
    row = await tx.fetchrow(_FIND_KEY, environment_id, key_hash)
    return None if row is None else KeyClaim(*row)


async def forget_keys(tx: Transaction, environment_id: UUID, kept_for: timedelta) -> None:
    await tx.execute(_FORGET_KEYS, environment_id, kept_for)


async def insert_many(tx: Transaction, rows: Sequence[DecisionRow]) -> None:
    columns = zip(*(msgspec.structs.astuple(row) for row in rows), strict=True)
    await tx.execute(_INSERT, *(list(column) for column in columns))


async def find(tx: Transaction, environment_id: UUID, decision_id: UUID) -> DecisionRow | None:
    query = f"SELECT {_COLUMNS} FROM decision WHERE environment_id = $1 AND id = $2"
    row = await tx.fetchrow(query, environment_id, decision_id)
    return None if row is None else _row(row)


async def list_page(
    tx: Transaction,
    environment_id: UUID,
    *,
    use_case: str | None,
    outcome: str | None,
    customer: UUID | None,
    after: UUID | None,
    limit: int,
) -> list[DecisionRow]:
    """Newest first."""
    return [
        _row(row) for row in await tx.fetch(_LIST, environment_id, use_case, outcome, customer, after, limit)
    ]


def _row(record: asyncpg.Record) -> DecisionRow:
    return DecisionRow(**dict(record))
