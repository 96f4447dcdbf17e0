"""Whom a stored fact is about, for who acts on facts later: the customer, payee or partner, by handle."""

from uuid import UUID

from core.database import Transaction
from payments import store
from payments.agreements import store as agreement_store
from payments.payouts import store as payout_store

_READ = {
    "txn": (store.get, "customer"),
    "pyt": (payout_store.get, "payee"),
    "agr": (agreement_store.get, "partner"),
}


async def find_person(tx: Transaction, environment_id: UUID, prefix: str, fact_id: UUID) -> UUID | None:
    """prefix: of the fact's public id. Returns: None for what is not there, and for facts that are about nobody."""
    if prefix not in _READ:
        return None
    get, column = _READ[prefix]
    row = await get(tx, environment_id, fact_id)
    return None if row is None else row[column]
