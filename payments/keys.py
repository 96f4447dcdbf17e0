"""The keys of the customers that a request speaks of: found, or made for those nobody has heard of."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from core.database import Transaction
from tenants import subjects
from tenants.vault import EnvironmentVault, SubjectKey

Keys = dict[str, tuple[UUID, SubjectKey]]
"""By the caller's own id of the customer: the handle and the open key."""


async def ensure(tx: Transaction, vault: EnvironmentVault, customer_ids: Iterable[str], at: datetime) -> Keys:
    """Open the key of each customer, in two statements at most."""
    handles = {customer_id: vault.handle(customer_id) for customer_id in customer_ids}
    refs = {customer_id: (vault.scope_id, handle) for customer_id, handle in handles.items()}
    wrapped = await subjects.find_many(tx, list(refs.values()))
    missing = [customer_id for customer_id, ref in refs.items() if ref not in wrapped]
    if missing:
        drafts = [subjects.draft(vault, customer_id, handles[customer_id], at)[1] for customer_id in missing]
        wrapped |= await subjects.ensure_many(tx, drafts)
    return {
        customer_id: (handle, vault.unwrap(handle, wrapped[refs[customer_id]]))
        for customer_id, handle in handles.items()
    }


async def find(tx: Transaction, vault: EnvironmentVault, customers: Iterable[UUID]) -> dict[UUID, SubjectKey]:
    """Open the keys of customers by handle; those that were erased are left out."""
    wrapped = await subjects.find_many(tx, [(vault.scope_id, customer) for customer in set(customers)])
    return {customer: vault.unwrap(customer, key) for (_, customer), key in wrapped.items()}
