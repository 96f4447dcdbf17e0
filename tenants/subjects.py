"""Data subjects: the wrapped key of each customer, by environment and handle.

Both hot calls are one statement over arrays. Rows go in sorted by key, so concurrent writers never deadlock.
"""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

import msgspec

from core.database import Transaction
from tenants import vault_store
from tenants.vault import EnvironmentVault, SubjectKey

SubjectRef = tuple[UUID, UUID]


class NewSubject(msgspec.Struct, frozen=True):
    """A row for `ensure_many`: `wrapped_key` and `key` come from `EnvironmentVault.new_subject(customer)`."""

    environment_id: UUID
    customer: UUID
    wrapped_key: bytes
    sealed_id: bytes
    created_at: dt.datetime


def draft(
    vault: EnvironmentVault, external_id: str, customer: UUID, at: dt.datetime
) -> tuple[SubjectKey, NewSubject]:
    """Make a new subject's key and row. The caller's own id is kept sealed under that key, and opens with `external_id_of`."""
    key, wrapped = vault.new_subject(customer)
    sealed_id = key.seal("subject.sealed_id", customer, external_id.encode())
    return key, NewSubject(vault.scope_id, customer, wrapped, sealed_id, at)


def external_id_of(key: SubjectKey, customer: UUID, sealed_id: bytes) -> str:
    """Raises: SealBroken."""
    return key.open("subject.sealed_id", customer, sealed_id).decode()


async def find_external_id(tx: Transaction, vault: EnvironmentVault, customer: UUID) -> str | None:
    """Return the caller's own id of a customer, None once they were erased."""
    found = await vault_store.find_sealed_id(tx, vault.scope_id, customer)
    if found is None:
        return None
    wrapped, sealed_id = found
    return external_id_of(vault.unwrap(customer, wrapped), customer, sealed_id)


async def find_many(tx: Transaction, wanted: Sequence[SubjectRef]) -> dict[SubjectRef, bytes]:
    """Return the wrapped keys of the subjects that exist, by (environment id, handle), in one statement."""
    return await vault_store.find_subjects(tx, wanted) if wanted else {}


async def of_environment(
    tx: Transaction, environment_id: UUID, customers: Sequence[UUID]
) -> dict[UUID, bytes]:
    """Return the wrapped keys of the subjects of one environment that exist, for those who read many at a time."""
    return await vault_store.subjects_of(tx, environment_id, customers) if customers else {}


async def lock(tx: Transaction, environment_id: UUID, customer: UUID) -> bool:
    """Hold a subject's row to the end of the transaction. Returns: False when there is none."""
    return await vault_store.lock_subject(tx, environment_id, customer)


async def delete(tx: Transaction, environment_id: UUID, customer: UUID) -> None:
    """Delete a subject's key: what it sealed cannot be opened any more, nor what it committed to be guessed."""
    await vault_store.delete_subject(tx, environment_id, customer)


async def ensure_many(tx: Transaction, rows: Sequence[NewSubject]) -> dict[SubjectRef, bytes]:
    """Insert the subjects that are missing and return the wrapped key that won for each: `rows`' own, or the one there.

    Where another transaction won the race, its key must be used and what was sealed under ours thrown away.
    """
    if not rows:
        return {}
    unique = {(row.environment_id, row.customer): row for row in reversed(rows)}
    ordered = [unique[ref] for ref in sorted(unique)]
    won = await vault_store.insert_subjects(
        tx,
        [
            (row.environment_id, row.customer, row.wrapped_key, row.sealed_id, row.created_at)
            for row in ordered
        ],
    )
    if len(won) < len(unique):
        won |= await vault_store.find_subjects(tx, [ref for ref in unique if ref not in won])
    return won
