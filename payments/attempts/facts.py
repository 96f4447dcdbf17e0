"""An attempt at a gateway as the caller reports it, and as it is kept."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from core.errors import ErrorKind, PlatformError
from payments.attempts.failure_codes import Cause
from payments.facts import AmountMinor, Currency, Gateway, Instant, Method, Reference
from payments.gateway_facts import FailureCode

BULK_MAX = 1_000
Result = Literal["pending", "succeeded", "failed"]
Standing = Literal["recorded", "settled", "existing", "conflict"]
"""recorded: new. settled: it was pending, and has its result now. existing: nothing new. conflict: other content, or another result."""
Bank = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[a-z0-9][a-z0-9_.-]*$(?!\n)")]
CostMinor = Annotated[int, Meta(ge=0, le=100_000_000_000_000)]


class AttemptNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "gateway_attempt_not_found"
    fix = "Check the id, and that the credential is of the environment that recorded it."


class AttemptConflict(PlatformError):
    kind = ErrorKind.CONFLICT
    code = "gateway_attempt_conflict"
    fix = "An attempt of other content, or with another result, has this `id`. Send each attempt under an id of its own."


class AttemptFact(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One try of one payment at one gateway.

    id: your own id of the try; sent again it changes nothing, but for a result that was pending.
    payment_id: your own id of the payment, the same over all its tries.
    choice_id: the choice that this try follows, where the gateway was chosen here.
    gateway: as a slug.
    method: how it was paid.
    bank: the payer's, as a slug.
    amount_minor: minor units of the currency.
    currency: ISO 4217.
    started_at: when it was tried.
    result: pending until it is known; send the same attempt again with its result.
    error_code: why it failed: one that the catalogue lists, or a slug of your own.
    cause: whose fault a failure is, where the catalogue does not know your code; only `gateway` counts against the gateway.
    cost_minor: what the try cost you, fees included.
    latency_ms: how long the gateway took.
    finished_at: when the result was known.
    """

    id: Reference
    payment_id: Reference
    choice_id: Annotated[str, Meta(max_length=64)] | None = None
    gateway: Gateway
    method: Method
    bank: Bank | None = None
    amount_minor: AmountMinor
    currency: Currency
    started_at: Instant
    result: Result = "pending"
    error_code: FailureCode | None = None
    cause: Cause | None = None
    cost_minor: CostMinor = 0
    latency_ms: Annotated[int, Meta(ge=0, le=3_600_000)] | None = None
    finished_at: Instant | None = None


class StoredAttempt(msgspec.Struct, frozen=True, kw_only=True):
    """As it is kept. fault: whether it failed by the gateway's own fault."""

    id: UUID
    own_id: str
    payment_id: str
    choice_id: UUID | None
    gateway: str
    method: Method
    bank: str | None
    amount_minor: int
    currency: str
    started_at: datetime
    recorded_at: datetime
    result: Result
    error_code: str | None
    fault: bool
    cost_minor: int
    latency_ms: int | None
    finished_at: datetime | None
    settled_at: datetime | None


class RecordedAttempt(msgspec.Struct, frozen=True):
    """What became of one attempt of a bulk."""

    id: UUID
    own_id: str
    standing: Standing
