"""What stored payouts answer their callers with."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from core.errors import ErrorKind, PlatformError
from payments.payouts.facts import Document, NewPayout, PayoutEvent, Stage
from payments.payouts.habits import Basis
from payments.payouts.judging import Detail, Kind
from payments.payouts.progress import Reached, Standing

Recorded = Literal["recorded", "existing", "conflict"]
Heard = Literal["counted", "repeated", "contradicting", "existing", "conflict", "unknown", "too_many"]
"""counted: it moved the payout, or filled in a stage. repeated: the stage was known. contradicting: it cannot be true beside
what was told before; kept. existing: this very event was here. conflict: an event of other content has this id. unknown:
no payout with this own id, or its payee was erased. too_many: the payout has as many events as are kept."""


class StoredEvent(msgspec.Struct, frozen=True):
    """event: None once the payee was erased."""

    id: UUID
    event: PayoutEvent | None
    recorded_at: datetime
    standing: Standing


class StoredPayout(msgspec.Struct, frozen=True):
    """A payout as it was sent, and where it is. payout: None once its payee was erased."""

    id: UUID
    payout: NewPayout | None
    recorded_at: datetime
    stage: Stage
    since: datetime
    on_hold: bool
    ended_at: datetime | None
    error_code: str | None
    contradictions: int
    documents_missing: list[Document]
    reached: list[Reached]
    events: list[StoredEvent]


class ListedPayout(msgspec.Struct, frozen=True):
    """The same without its events."""

    id: UUID
    payout: NewPayout | None
    recorded_at: datetime
    stage: Stage
    since: datetime
    on_hold: bool
    ended_at: datetime | None
    error_code: str | None
    contradictions: int
    documents_missing: list[Document]


class RecordedPayout(msgspec.Struct, frozen=True):
    id: UUID
    own_id: str
    standing: Recorded


class HeardEvent(msgspec.Struct, frozen=True):
    """What became of one event. id: ours, of the event that is kept; None where none is. stage: where the payout is now."""

    id: UUID | None
    payout_id: UUID | None
    own_payout_id: str
    standing: Heard
    stage: Stage | None


class StoredAnomaly(msgspec.Struct, frozen=True):
    id: UUID
    payout_id: UUID
    kind: Kind
    stage: Stage
    found_at: datetime
    detail: Detail


class DoneStage(msgspec.Struct, frozen=True):
    """took_s: until the stage that follows; None of the last one."""

    stage: Stage
    at: datetime
    took_s: int | None


class Waiting(msgspec.Struct, frozen=True):
    """What is usual for the stage that it is in. usual_from, usual_to: when it ends in eight of ten cases that waited so long.

    basis, count: the group that this is from, and of how many; None where there is too little history.
    """

    stage: Stage
    since: datetime
    waited_s: int
    on_hold: bool
    basis: Basis | None
    count: int | None
    usual_from: datetime | None
    usual_to: datetime | None
    longer_than_usual: bool


class PayeeStatus(msgspec.Struct, frozen=True):
    """What a payee may be shown. credit_from, credit_to: eight of ten such payouts are credited between them."""

    id: UUID
    own_id: str | None
    stage: Stage
    done: list[DoneStage]
    waiting: Waiting | None
    credit_from: datetime | None
    credit_to: datetime | None
    credit_basis: Basis | None
    credit_count: int | None
    due_at: datetime | None
    error_code: str | None
    documents_missing: list[Document]


class PayoutConflict(PlatformError):
    kind = ErrorKind.CONFLICT
    code = "payout_conflict"
    fix = "A payout of other content has this `id`. Send the payout under an id of its own."


class PayoutNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "payout_not_found"
    fix = "Check the id, and that the credential is of the environment that recorded it."


class PayoutEventConflict(PlatformError):
    kind = ErrorKind.CONFLICT
    code = "payout_event_conflict"
    fix = "An event of other content has this `id`. Send the event under an id of its own."


class TooManyPayoutEvents(PlatformError):
    kind = ErrorKind.CONFLICT
    code = "payout_events_too_many"
    fix = "This payout has 200 events already; send only what is new about it."
