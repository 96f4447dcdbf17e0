"""Which of a payee's payouts arrived, for whoever has to know what was really paid."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from core.database import Transaction
from payments.payouts import store
from payments.payouts.prepared import payout_key
from tenants.vault import EnvironmentVault


class PayeePayout(msgspec.Struct, frozen=True):
    amount_minor: int
    credited: bool


async def of_payee(
    tx: Transaction, vault: EnvironmentVault, payee: UUID, currency: str, own_ids: Sequence[str]
) -> list[PayeePayout | None]:
    """One for each of the caller's own ids; None where no payout to this payee in this currency has it."""
    found: list[PayeePayout | None] = []
    for own_id in own_ids:
        row = await store.find(tx, vault.scope_id, payout_key(vault, own_id))
        fits = row is not None and row["payee"] == payee and row["currency"] == currency
        found.append(PayeePayout(row["amount_minor"], row["stage"] == "credited") if row and fits else None)
    return found
