"""What is told of an event afterwards, and what became of telling it."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from core.errors import ErrorKind, InvalidRequest, PlatformError
from inference.manifest import ClassName
from payments.facts import Instant, Reference

BULK_MAX = 1_000
NOTE_LENGTH_MAX = 1_000

Source = Literal["chargeback", "investigation", "customer", "settlement", "collection", "label", "other"]
"""Who found out: a closed list, because it is kept in clear."""

Standing = Literal["recorded", "corrected", "superseded", "existing", "unknown", "erased"]
"""recorded: the first truth of its event. corrected: it replaces an earlier one. superseded: it is kept, but a later
observation stands. existing: the very same was told before. unknown: no such decision or payment. erased: its customer
was erased; nothing is kept."""

Truth = Annotated[float, Meta(ge=-1e15, le=1e15)]


class Feedback(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The truth about one event, once it is known: for one decision, or for one payment by the caller's own id.

    decision_id: the decision that it judges. own_transaction_id: instead, the caller's own id of the payment; comes with
        use_case.
    use_case: the question that this answers; of a decision it is known.
    happened: whether the event of the use case came true: it was fraud, it was paid late, the customer left.
    value: how much: days until it was paid, money that was spent.
    label: which: a category, a segment, a cause, as the decision named it or as a slug.
    observed_at: when the truth came to light. Of two truths about one event the later observed stands.
    source: who found out.
    note: words of the caller, kept encrypted.
    """

    decision_id: Annotated[str, Meta(max_length=64)] | None = None
    own_transaction_id: Reference | None = None
    use_case: Annotated[str, Meta(min_length=1, max_length=64)] | None = None
    happened: bool | None = None
    value: Truth | None = None
    label: ClassName | None = None
    observed_at: Instant
    source: Source = "other"
    note: Annotated[str, Meta(min_length=1, max_length=NOTE_LENGTH_MAX)] | None = None


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one piece of feedback. feedback_id: None where nothing was kept."""

    feedback_id: UUID | None
    standing: Standing


class StoredFeedback(msgspec.Struct, frozen=True, kw_only=True):
    """One truth as it was told. current: whether it is the one that stands. label, note: None once its customer was erased."""

    id: UUID
    use_case: str
    decision_id: UUID | None
    transaction_id: UUID | None
    happened: bool | None
    value: float | None
    label: str | None
    note: str | None
    source: Source
    observed_at: datetime
    recorded_at: datetime
    current: bool


class FeedbackRefused(InvalidRequest):
    code = "feedback_refused"
    fix = "Correct the named fields and send the request again; nothing of it was recorded."


class FeedbackNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "feedback_not_found"
    fix = "Use the id that the feedback was answered with, in the environment that recorded it."


class EventUnknown(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "event_unknown"
    fix = "Name a decision by its id, or a payment by the id that you gave it, in the environment that knows it."
