"""A customer's whole past, opened: what models learn from. Never on the decision path."""

from datetime import datetime
from uuid import UUID

import msgspec

from core.database import Transaction as DatabaseTransaction
from payments import store
from payments.facts import Transaction
from payments.movements import SignIn, sign_in_of
from payments.prepared import categorized, open_login, open_transaction
from tenants.vault import EnvironmentVault, SubjectKey


class PastPayment(msgspec.Struct, frozen=True):
    """order: breaks ties between payments of one instant, as the running state does. predicted: its category, where the tenant
    told none: what the running state never counts, and months do."""

    id: UUID
    transaction: Transaction
    order: bytes
    predicted: str | None = None

    @property
    def categorized(self) -> Transaction:
        return categorized(self.transaction, self.predicted)


class Past(msgspec.Struct, frozen=True):
    """Oldest first."""

    payments: list[PastPayment]
    sign_ins: list[SignIn]


async def read(
    tx: DatabaseTransaction, vault: EnvironmentVault, customer: UUID, key: SubjectKey, limit: int
) -> Past:
    """Open the first `limit` payments and sign-ins of a customer."""
    payments = await store.past_of(tx, vault.scope_id, customer, limit)
    logins = await store.logins_of(tx, vault.scope_id, customer, limit)
    return Past(
        [
            PastPayment(
                row["id"],
                open_transaction(key, row["id"], row["sealed"]),
                row["content"],
                row["predicted_category"],
            )
            for row in payments
        ],
        [sign_in_of(open_login(key, row["id"], row["sealed"]), vault.digest) for row in logins],
    )


async def customers_after(
    tx: DatabaseTransaction, environment_id: UUID, since: datetime, after: UUID, limit: int
) -> list[tuple[UUID, bool]]:
    """Return the next customers by handle, which is no order of anything else, and whether each paid since then."""
    rows = await store.customers_after(tx, environment_id, since, after, limit)
    return [(row["customer"], row["recent"]) for row in rows]
