"""What `payments/` answers its callers with."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from core.errors import ErrorKind, PlatformError
from payments.facts import LoginEvent, Transaction

PredictedSource = Literal["lookup", "model"]
Standing = Literal["recorded", "existing", "conflict"]
"""recorded: new, and counted. existing: this own id with this content was here. conflict: with other content."""


class StoredTransaction(msgspec.Struct, frozen=True):
    """A payment as it was sent, and what became of it. transaction: None once its customer was erased.

    predicted_category, predicted_source: of an imported one that came without a category, and whether a known merchant or the
    model told it; None where the tenant said it, or nothing was sure enough.
    """

    id: UUID
    transaction: Transaction | None
    occurred_at: datetime
    recorded_at: datetime
    duplicate_of: UUID | None
    predicted_category: str | None
    predicted_source: PredictedSource | None


class Ingested(msgspec.Struct, frozen=True):
    """What became of one payment of a bulk. id: ours, of the payment that has this own id now."""

    id: UUID
    own_id: str | None
    standing: Standing
    duplicate_of: UUID | None


class StoredLogin(msgspec.Struct, frozen=True):
    id: UUID
    login: LoginEvent
    recorded_at: datetime


class RecordedLogin(msgspec.Struct, frozen=True):
    """What became of one sign-in of a bulk."""

    id: UUID
    own_id: str | None
    standing: Standing


class TransactionConflict(PlatformError):
    kind = ErrorKind.CONFLICT
    code = "transaction_conflict"
    fix = "A payment of other content has this `id`. Send the payment under an id of its own."


class TransactionNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "transaction_not_found"
    fix = "Check the id, and that the credential is of the environment that recorded it."


class LoginConflict(PlatformError):
    kind = ErrorKind.CONFLICT
    code = "login_conflict"
    fix = "A sign-in of other content has this `id`. Send the sign-in under an id of its own."


class CustomerNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "customer_not_found"
    fix = "Check the customer id, and that the credential is of the environment that heard of this customer."
