"""SQL of test cases: sets of them are only ever added, numbered within their use case."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast
from uuid import UUID

import msgspec

from core.database import Transaction

_COLUMNS = "id, use_case, number, cases, case_count, digest, author, reason, created_at"
_RESERVE = """
INSERT INTO rule_test_book (environment_id, use_case, last_number) VALUES ($1, $2, 1)
ON CONFLICT (environment_id, use_case) DO UPDATE SET last_number = rule_test_book.last_number + 1
RETURNING last_number
"""
_ENSURE = """
INSERT INTO rule_test_book (environment_id, use_case, last_number) VALUES ($1, $2, 0) ON CONFLICT DO NOTHING
"""
_HOLD = "SELECT 1 FROM rule_test_book WHERE environment_id = $1 AND use_case = $2 FOR UPDATE"
_ADD = f"""
INSERT INTO rule_test_set (environment_id, {_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""
_LATEST = f"""
SELECT {_COLUMNS} FROM rule_test_set
WHERE environment_id = $1 AND use_case = $2 ORDER BY number DESC LIMIT 1
"""
_PAGE = f"""
SELECT {_COLUMNS} FROM rule_test_set
WHERE environment_id = $1 AND use_case = $2 AND ($3::uuid IS NULL OR number < (
    SELECT number FROM rule_test_set WHERE environment_id = $1 AND use_case = $2 AND id = $3))
ORDER BY number DESC LIMIT $4
"""


class CaseSetRow(msgspec.Struct, frozen=True, kw_only=True):
    """cases: JSON in canonical form. digest: SHA-256 of that."""

    id: UUID
    use_case: str
    number: int
    cases: str
    case_count: int
    digest: bytes
    author: str
    reason: str
    created_at: datetime


async def reserve_number(tx: Transaction, environment_id: UUID, use_case: str) -> int:
    """Return the number of the next set, and let nobody else change the cases until the transaction ends."""
    return cast(int, await tx.fetchval(_RESERVE, environment_id, use_case))


async def hold(tx: Transaction, environment_id: UUID, use_case: str) -> None:
    """Let nobody change the cases of a use case until the transaction ends; there may be none."""
    await tx.execute(_ENSURE, environment_id, use_case)
    await tx.execute(_HOLD, environment_id, use_case)


async def add(tx: Transaction, environment_id: UUID, row: CaseSetRow) -> None:
    await tx.execute(_ADD, environment_id, *msgspec.structs.astuple(row))


async def find_latest(tx: Transaction, environment_id: UUID, use_case: str) -> CaseSetRow | None:
    row = await tx.fetchrow(_LATEST, environment_id, use_case)
    return None if row is None else CaseSetRow(**dict(row))


async def list_sets(
    tx: Transaction, environment_id: UUID, use_case: str, after: UUID | None, limit: int
) -> Sequence[CaseSetRow]:
    return [CaseSetRow(**dict(row)) for row in await tx.fetch(_PAGE, environment_id, use_case, after, limit)]
