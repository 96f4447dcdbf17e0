"""Rows of decisions and of their idempotency keys; what the decision path calls is one statement a batch."""

import contextlib
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

import asyncpg
import msgspec
from msgspec.structs import astuple

from core.database import Database, Transaction
from core.errors import ErrorKind, PlatformError
from tenants.vault import EnvironmentVault


class DecisionRow(msgspec.Struct, frozen=True, kw_only=True):
    """One decision at rest. The fields are the table's columns, in their order.

    score: millionths of the probability, None when degraded. receipt: the signed promise, as it was answered.
    sealed: the payload (facts, features, answer) under the customer's key; None after an erasure.
    deployment_id: None where a starter answered that nobody deployed. role: of that deployment. run_us: what the model's
    run took, in microseconds; None when degraded. region, segment: keyed digests (`place_of`), None where not told.
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
    deployment_id: UUID | None = None
    role: str = "champion"
    run_us: int | None = None
    region: bytes | None = None
    segment: bytes | None = None


class SubjectKeyGone(PlatformError):
    """A customer's key was deleted or wrapped anew since it was read: nothing was written."""

    kind = ErrorKind.UNAVAILABLE
    code = "customer_key_changed"
    fix = "Send the request again."


class KeysClaimed(PlatformError):
    """One of the idempotency keys was claimed before: nothing was written. Never leaves the package."""

    kind = ErrorKind.CONFLICT
    code = "keys_claimed"


class KeyClaim(msgspec.Struct, frozen=True):
    """One idempotency key, claimed for a decision in the commit that makes it."""

    environment_id: UUID
    key_hash: bytes
    fingerprint: bytes
    decision_id: UUID


class Recorded(msgspec.Struct, frozen=True):
    """What one decision writes. entry: of the ledger, encoded. subject_key: wrapped; `row.sealed` is sealed under it."""

    row: DecisionRow
    entry: bytes
    subject_key: bytes


_PLACE_BYTES = 16
_COLUMNS = ", ".join(DecisionRow.__struct_fields__)
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
  AND ($7::bytea IS NULL OR region = $7)
  AND ($8::bytea IS NULL OR segment = $8)
ORDER BY id DESC LIMIT $6
"""


async def claim_keys(tx: Transaction, claims: Sequence[KeyClaim]) -> set[UUID]:
    """Claim keys, sorted so that two processes never deadlock. Returns: the decisions whose key was free.

    Waits for another process that holds one of the keys, and loses to it when that one commits.
    """
    ordered = _in_order(claims)
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


async def record(tx: Transaction, decided: Sequence[Recorded]) -> None:
    """Insert decisions with their entries. Raises: SubjectKeyGone."""
    with _refusals():
        await tx.execute("SELECT decision_record(NULL, '{}', $1, $2, $3)", *_columns(decided))


async def record_at_once(database: Database, claims: Sequence[KeyClaim], decided: Sequence[Recorded]) -> None:
    """Claim keys and insert decisions with their entries, all or nothing, in one round trip.

    Raises: SubjectKeyGone, KeysClaimed.
    """
    scope = list({one.row.environment_id for one in decided})
    claimed = [(*astuple(claim), None) for claim in _in_order(claims)]
    with _refusals():
        await database.call("decision_record", scope, claimed, *_columns(decided))


def _columns(decided: Sequence[Recorded]) -> tuple[list[tuple[object, ...]], list[bytes], list[bytes]]:
    return (
        [astuple(one.row) for one in decided],
        [one.entry for one in decided],
        [one.subject_key for one in decided],
    )


@contextlib.contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except asyncpg.PostgresError as error:
        if error.sqlstate == "CM001":
            raise SubjectKeyGone("The customer's key changed.", retry_after_s=1) from error
        if error.sqlstate == "CM002":
            raise KeysClaimed("A key is claimed.") from error
        raise


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
    region: bytes | None = None,
    segment: bytes | None = None,
) -> list[DecisionRow]:
    """Newest first."""
    return [
        _row(row)
        for row in await tx.fetch(
            _LIST, environment_id, use_case, outcome, customer, after, limit, region, segment
        )
    ]


def place_of(vault: EnvironmentVault, kind: Literal["region", "segment"], name: str | None) -> bytes | None:
    """Return what stands for a region or a segment: the same name gives the same bytes, and nobody reads it back."""
    return None if name is None else vault.digest(f"decision/{kind}", name.encode())[:_PLACE_BYTES]


def _in_order(claims: Sequence[KeyClaim]) -> list[KeyClaim]:
    return sorted(claims, key=lambda claim: (claim.environment_id, claim.key_hash))


def _row(record: asyncpg.Record) -> DecisionRow:
    return DecisionRow(**dict(record))
