"""Feedback as both faces take and show it."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from core.ids import public
from core.pages import Page
from inference.feedback_entities import BULK_MAX, Feedback, Source, Standing, StoredFeedback, Told


class FeedbackBatch(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Truths to be recorded in one commit.

    items: all of them are valid, or nothing is recorded.
    """

    items: Annotated[list[Feedback], Meta(min_length=1, max_length=BULK_MAX)]


class FeedbackView(msgspec.Struct, frozen=True, kw_only=True):
    """One truth as it was told.

    transaction_id: our id of the payment that it is about. label, note: null once its customer was erased.
    current: whether it is the truth that stands: the latest observed, and of those the latest told.
    """

    id: str
    use_case: str
    decision_id: str | None
    transaction_id: str | None
    happened: bool | None
    value: float | None
    label: str | None
    note: str | None
    source: Source
    observed_at: datetime
    recorded_at: datetime
    current: bool


class FeedbackResult(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one truth of several.

    id: of what is kept; null where nothing is.
    status: `recorded` is the first truth of its event; `corrected` replaces one; `superseded` is kept, and a later observation
        stands; `existing` was told before; `unknown` is about nothing that this environment knows; `erased` about a customer who was.
    """

    id: str | None
    status: Standing


class FeedbackResults(msgspec.Struct, frozen=True, kw_only=True):
    """One result for each truth, in the order of the request."""

    data: list[FeedbackResult]


class FeedbackPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of feedback, newest first."""

    data: list[FeedbackView]
    has_more: bool
    next_after: str | None


def feedback_view(stored: StoredFeedback) -> FeedbackView:
    return FeedbackView(
        id=public("fbk", stored.id),
        use_case=stored.use_case,
        decision_id=None if stored.decision_id is None else public("dec", stored.decision_id),
        transaction_id=None if stored.transaction_id is None else public("txn", stored.transaction_id),
        happened=stored.happened,
        value=stored.value,
        label=stored.label,
        note=stored.note,
        source=stored.source,
        observed_at=stored.observed_at,
        recorded_at=stored.recorded_at,
        current=stored.current,
    )


def feedback_results(told: list[Told]) -> FeedbackResults:
    return FeedbackResults(
        data=[
            FeedbackResult(
                id=None if one.feedback_id is None else public("fbk", one.feedback_id), status=one.standing
            )
            for one in told
        ]
    )


def feedback_page(page: Page[StoredFeedback]) -> FeedbackPage:
    return FeedbackPage(
        data=[feedback_view(each) for each in page.data], has_more=page.has_more, next_after=page.next_after
    )
