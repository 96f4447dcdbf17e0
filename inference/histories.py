"""The state of a customer whose payments came with the question: computed in memory, stored nowhere but in the payload."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from payments.facts import Transaction
from payments.history import History
from payments.movements import movement_of
from payments.state import CustomerState
from tenants.vault import EnvironmentVault


def state_of(
    vault: EnvironmentVault, transactions: Iterable[Transaction], at: datetime, currency: str | None = None
) -> CustomerState:
    """Return the state as of a moment, made of these payments alone. currency: of the sums; the usual one when not told."""
    movements = [
        movement_of(
            transaction, vault.digest, vault.digest("payments/content", msgspec.msgpack.encode(transaction))
        )
        for transaction in transactions
    ]
    return History(movements).state(at, currency)
