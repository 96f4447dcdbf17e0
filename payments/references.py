"""Payments by the ids that their tenant gave them: for what is told of them later."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from core.database import Transaction
from payments import store
from payments.prepared import external_key
from tenants.vault import EnvironmentVault


class PaymentRef(msgspec.Struct, frozen=True):
    """A payment by our id, and whose it is."""

    id: UUID
    customer: UUID


async def find_many(
    tx: Transaction, vault: EnvironmentVault, own_ids: Sequence[str]
) -> dict[str, PaymentRef]:
    """Return the payments that were recorded under these own ids, in one statement."""
    keys = {external_key(vault, own_id) or b"": own_id for own_id in own_ids}
    if not keys:
        return {}
    rows = await store.find_many(tx, vault.scope_id, list(keys))
    return {keys[row["external"]]: PaymentRef(row["id"], row["customer"]) for row in rows}
