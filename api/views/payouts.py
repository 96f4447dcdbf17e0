"""Payouts, their events, statuses and anomalies as both faces show them."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from core.ids import public
from core.pages import Page
from payments.payouts.entities import (
    Heard,
    HeardEvent,
    ListedPayout,
    PayeeStatus,
    Recorded,
    RecordedPayout,
    StoredAnomaly,
    StoredPayout,
)
from payments.payouts.facts import BULK_MAX, Document, NewPayout, PayoutEvent, Stage
from payments.payouts.habits import Basis
from payments.payouts.judging import Kind

Standing = Literal["counted", "repeated", "contradicting"]


class PayoutBatch(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Payouts to be recorded in one commit.

    items: all of them are valid, or nothing is recorded.
    """

    items: Annotated[list[NewPayout], Meta(min_length=1, max_length=BULK_MAX)]


class PayoutEventBatch(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Events to be recorded in one commit, in any order.

    items: all of them are valid, or nothing is recorded.
    """

    items: Annotated[list[PayoutEvent], Meta(min_length=1, max_length=BULK_MAX)]


class PayoutDocuments(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """documents_missing: all that the payout waits for now; none when everything is there."""

    documents_missing: Annotated[list[Document], Meta(max_length=4)]


class ReachedStage(msgspec.Struct, frozen=True, kw_only=True):
    """A stage that a payout reached, and when."""

    stage: Stage
    at: datetime


class PayoutEventView(msgspec.Struct, frozen=True, kw_only=True):
    """An event of a payout.

    id: our id.
    event: as it was sent; null once the payee was erased.
    standing: `counted` reached a stage or a hold; `repeated` told of a stage that was known; `contradicting` cannot be true beside
        the others.
    """

    id: str
    event: PayoutEvent | None
    recorded_at: datetime
    standing: Standing


class PayoutSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A payout and where it is.

    id: our id.
    payout: as it was sent, fields that equal their default left out; null once its payee was erased.
    since: when it reached its stage.
    on_hold: whether it is on hold now.
    error_code: why it failed or was returned.
    contradictions: events that cannot be true beside the others.
    documents_missing: what it waits for now.
    """

    id: str
    payout: NewPayout | None
    recorded_at: datetime
    stage: Stage
    since: datetime
    on_hold: bool
    ended_at: datetime | None
    error_code: str | None
    contradictions: int
    documents_missing: list[Document]


class PayoutView(msgspec.Struct, frozen=True, kw_only=True):
    """A payout, where it is, and how it came there.

    id: our id.
    payout: as it was sent, fields that equal their default left out; null once its payee was erased.
    since: when it reached its stage.
    on_hold: whether it is on hold now.
    error_code: why it failed or was returned.
    contradictions: events that cannot be true beside the others.
    documents_missing: what it waits for now.
    reached: its stages in order.
    events: all that was told of it, by the time it happened.
    """

    id: str
    payout: NewPayout | None
    recorded_at: datetime
    stage: Stage
    since: datetime
    on_hold: bool
    ended_at: datetime | None
    error_code: str | None
    contradictions: int
    documents_missing: list[Document]
    reached: list[ReachedStage]
    events: list[PayoutEventView]


class PayoutPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of payouts, last recorded first."""

    data: list[PayoutSummary]
    has_more: bool
    next_after: str | None


class PayoutResult(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one payout of several.

    id: our id of the payout that has this own id now.
    own_id: the `id` that was sent.
    status: `recorded` is new; `existing` had this own id and content before; `conflict` had this own id and other content.
    """

    id: str
    own_id: str
    status: Recorded


class PayoutResults(msgspec.Struct, frozen=True, kw_only=True):
    """One result for each payout, in the order of the request."""

    data: list[PayoutResult]


class PayoutEventResult(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one event.

    id: our id of the event that is kept.
    payout_id: our id of its payout.
    own_payout_id: the `payout_id` that was sent.
    status: `counted`, `repeated` and `contradicting` are new; `existing` was here before; `conflict` had this id and other
        content; `unknown` has no payout here; `too_many` is one beyond the 200 that are kept of a payout.
    stage: where the payout is now.
    """

    id: str | None
    payout_id: str | None
    own_payout_id: str
    status: Heard
    stage: Stage | None


class PayoutEventResults(msgspec.Struct, frozen=True, kw_only=True):
    """One result for each event, in the order of the request."""

    data: list[PayoutEventResult]


class DoneStageView(msgspec.Struct, frozen=True, kw_only=True):
    """A stage that was reached. took_s: until the stage that followed; null of the last."""

    stage: Stage
    at: datetime
    took_s: int | None


class WaitingView(msgspec.Struct, frozen=True, kw_only=True):
    """The stage that it is in, beside what is usual.

    waited_s: without what it was on hold.
    basis: whose history is compared with: this payee's at this bank, the gateway's, the bank's, the method's, or all of the stage.
    count: how many ended stages that is; at least 30, else nothing is usual.
    usual_from: of ten that waited so long, eight end between this
    usual_to: and this.
    longer_than_usual: by three standard deviations.
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


class PayoutStatusView(msgspec.Struct, frozen=True, kw_only=True):
    """What a payee may be shown.

    id: our id.
    own_id: yours; null once the payee was erased.
    done: the stages that it reached, in order.
    waiting: the stage that it is in; null when it has ended.
    credit_from: eight of ten such payouts are credited between this
    credit_to: and this; null where too few are known, it is on hold, or it has ended.
    credit_basis: whose history that is.
    credit_count: how many credited payouts.
    """

    id: str
    own_id: str | None
    stage: Stage
    done: list[DoneStageView]
    waiting: WaitingView | None
    credit_from: datetime | None
    credit_to: datetime | None
    credit_basis: Basis | None
    credit_count: int | None
    due_at: datetime | None
    error_code: str | None
    documents_missing: list[Document]


class PayoutAnomalyDetail(msgspec.Struct, frozen=True, kw_only=True):
    """Why it was flagged; what does not belong to the kind is null.

    basis: the group that it was compared with.
    count: of how many.
    usual_s: nine of ten took no longer.
    limit_s: three standard deviations.
    expected_by: when the stage should have ended by that limit.
    failed: of the group, within the hour.
    ended: of the group, within the hour.
    usual_share: of the group's payouts that fail.
    z: standard deviations above the middle of the group's amounts.
    usual_minor: that middle.
    note: that a magic value of a sandbox did it.
    """

    basis: Basis | None
    count: int | None
    usual_s: int | None
    limit_s: int | None
    since: datetime | None
    expected_by: datetime | None
    due_at: datetime | None
    failed: int | None
    ended: int | None
    usual_share: float | None
    error_code: str | None
    z: float | None
    usual_minor: int | None
    documents: list[str] | None
    note: str | None


class PayoutAnomalyView(msgspec.Struct, frozen=True, kw_only=True):
    """Something unusual about a payout; each kind once.

    stage: that it was in.
    """

    id: str
    payout_id: str
    kind: Kind
    stage: Stage
    found_at: datetime
    detail: PayoutAnomalyDetail


class PayoutAnomalyPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of anomalies, last found first."""

    data: list[PayoutAnomalyView]
    has_more: bool
    next_after: str | None


def payout_view(stored: StoredPayout) -> PayoutView:
    return PayoutView(
        id=public("pyt", stored.id),
        payout=stored.payout,
        recorded_at=stored.recorded_at,
        stage=stored.stage,
        since=stored.since,
        on_hold=stored.on_hold,
        ended_at=stored.ended_at,
        error_code=stored.error_code,
        contradictions=stored.contradictions,
        documents_missing=stored.documents_missing,
        reached=[ReachedStage(stage=each.stage, at=each.at) for each in stored.reached],
        events=[
            PayoutEventView(
                id=public("pye", each.id),
                event=each.event,
                recorded_at=each.recorded_at,
                standing=each.standing,
            )
            for each in stored.events
        ],
    )


def payout_page(page: Page[ListedPayout]) -> PayoutPage:
    return PayoutPage(
        data=[_summary(each) for each in page.data], has_more=page.has_more, next_after=page.next_after
    )


def _summary(stored: ListedPayout) -> PayoutSummary:
    return PayoutSummary(**(msgspec.structs.asdict(stored) | {"id": public("pyt", stored.id)}))


def payout_results(recorded: list[RecordedPayout]) -> PayoutResults:
    return PayoutResults(
        data=[
            PayoutResult(id=public("pyt", each.id), own_id=each.own_id, status=each.standing)
            for each in recorded
        ]
    )


def payout_event_result(heard: HeardEvent) -> PayoutEventResult:
    return PayoutEventResult(
        id=None if heard.id is None else public("pye", heard.id),
        payout_id=None if heard.payout_id is None else public("pyt", heard.payout_id),
        own_payout_id=heard.own_payout_id,
        status=heard.standing,
        stage=heard.stage,
    )


def payout_event_results(heard: list[HeardEvent]) -> PayoutEventResults:
    return PayoutEventResults(data=[payout_event_result(each) for each in heard])


def payout_status_view(status: PayeeStatus) -> PayoutStatusView:
    waiting = status.waiting
    return PayoutStatusView(
        **(
            msgspec.structs.asdict(status)
            | {
                "id": public("pyt", status.id),
                "done": [DoneStageView(**msgspec.structs.asdict(each)) for each in status.done],
                "waiting": None if waiting is None else WaitingView(**msgspec.structs.asdict(waiting)),
            }
        )
    )


def payout_anomaly_page(page: Page[StoredAnomaly]) -> PayoutAnomalyPage:
    return PayoutAnomalyPage(
        data=[
            PayoutAnomalyView(
                id=public("pya", each.id),
                payout_id=public("pyt", each.payout_id),
                kind=each.kind,
                stage=each.stage,
                found_at=each.found_at,
                detail=PayoutAnomalyDetail(**msgspec.structs.asdict(each.detail)),
            )
            for each in page.data
        ],
        has_more=page.has_more,
        next_after=page.next_after,
    )
