"""SQL of the directory: the public part of a credential → whose it is. Ids only, so it has no row-level security."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from core.database import Transaction

_ADD = """
INSERT INTO credential_directory (reference, kind, tenant_id, environment_id, object_id) VALUES ($1, $2, $3, $4, $5)
"""
_FIND = """
SELECT tenant_id, environment_id, object_id FROM credential_directory WHERE reference = $1 AND kind = $2
"""
_DROP = "DELETE FROM credential_directory WHERE reference = $1 AND tenant_id = $2"
_ADD_ENVIRONMENT = "INSERT INTO environment_directory (environment_id) VALUES ($1)"
_TENANTS = """
SELECT object_id FROM credential_directory WHERE kind = 'tenant' AND object_id > $1 ORDER BY object_id LIMIT $2
"""


class Listed(msgspec.Struct, frozen=True):
    """Where a reference leads."""

    tenant_id: UUID
    environment_id: UUID | None
    object_id: UUID


async def add(
    tx: Transaction, reference: str, kind: str, tenant_id: UUID, environment_id: UUID | None, object_id: UUID
) -> None:
    await tx.execute(_ADD, reference, kind, tenant_id, environment_id, object_id)


async def find(tx: Transaction, reference: str, kind: str) -> Sequence[Listed]:
    """All that the reference leads to: one for a credential, one a tenant for an address."""
    return [Listed(*row) for row in await tx.fetch(_FIND, reference, kind)]


async def drop(tx: Transaction, reference: str, tenant_id: UUID) -> None:
    await tx.execute(_DROP, reference, tenant_id)


async def add_environment(tx: Transaction, environment_id: UUID) -> None:
    await tx.execute(_ADD_ENVIRONMENT, environment_id)


async def tenant_ids(tx: Transaction, after: UUID, limit: int) -> list[UUID]:
    return [row[0] for row in await tx.fetch(_TENANTS, after, limit)]
