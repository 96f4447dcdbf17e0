"""Feedback: the truth that comes later, told one by one and in bulk, fetched and listed."""

from typing import Annotated

import msgspec

from api.rest.operations import Keyed, get, post
from api.rest.paging import DEFAULT_LIMIT, After, Limit
from api.services import Limits
from api.views.feedback import (
    FeedbackBatch,
    FeedbackPage,
    FeedbackResults,
    FeedbackView,
    feedback_page,
    feedback_results,
    feedback_view,
)
from core.ids import parse
from inference.feedback import Feedbacks
from inference.feedback_entities import Feedback
from tenants.principals import Principal

Slug = Annotated[str, msgspec.Meta(min_length=1, max_length=64)] | None

_TRUTH = {
    "own_transaction_id": "order-20417",
    "use_case": "transaction-anomaly",
    "happened": True,
    "observed_at": "2026-12-01T09:30:00Z",
    "source": "chargeback",
}
_STORED = {
    "id": "fbk_01kc1x5w3ceyp8s1r7t3v5w9ya",
    "use_case": "transaction-anomaly",
    "decision_id": None,
    "transaction_id": "txn_01kc1x5w3ceyp8s1r7t3v5w9ya",
    "happened": True,
    "value": None,
    "label": None,
    "note": None,
    "source": "chargeback",
    "observed_at": "2026-12-01T09:30:00Z",
    "recorded_at": "2026-12-01T09:31:12.120450Z",
    "current": True,
}
_RESULTS = {"data": [{"id": "fbk_01kc1x5w3ceyp8s1r7t3v5w9ya", "status": "recorded"}]}


@post(
    "/feedback",
    operation_id="createFeedback",
    summary="Tell what became of it",
    tag="feedback",
    status=201,
    keyed=Keyed.OPTIONAL,
    answer_example=_STORED,
)
async def create_feedback(caller: Principal, feedback: Feedbacks, data: Feedback) -> FeedbackView:
    """The truth about a decision, or about a payment by your own id. Of several truths about one event the latest observed stands,
    and all are kept. The very same again changes nothing.
    """
    return feedback_view(await feedback.record(caller, data))


@post(
    "/feedback/bulk",
    operation_id="createFeedbackBulk",
    summary="Tell what became of up to 1,000",
    tag="feedback",
    bulk=True,
    keyed=Keyed.OPTIONAL,
    answer_example=_RESULTS,
)
async def create_feedback_bulk(
    caller: Principal, feedback: Feedbacks, limits: Limits, data: FeedbackBatch
) -> FeedbackResults:
    """In one commit: one bad item, which the problem names as `items[3].happened`, and nothing is recorded. Items about events that
    this environment does not know are answered `unknown`, and the others are recorded.
    """
    with limits.units(caller, "createFeedbackBulk", len(data.items)):
        return feedback_results(await feedback.record_many(caller, data.items))


@get(
    "/feedback/{feedback_id:str}",
    operation_id="getFeedback",
    summary="Get a piece of feedback",
    tag="feedback",
    answer_example=_STORED,
)
async def get_feedback(caller: Principal, feedback: Feedbacks, feedback_id: str) -> FeedbackView:
    return feedback_view(await feedback.get(caller, parse("fbk", feedback_id)))


@get(
    "/feedback",
    operation_id="listFeedback",
    summary="List feedback",
    tag="feedback",
    answer_example={"data": [_STORED], "has_more": False, "next_after": None},
    responses={404: "There is no such decision."},
)
async def list_feedback(
    caller: Principal,
    feedback: Feedbacks,
    *,
    use_case: Slug = None,
    decision_id: Slug = None,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> FeedbackPage:
    """Newest first. With `decision_id`, the whole history of what that decision was about."""
    page = await feedback.list(
        caller,
        use_case=use_case,
        decision_id=None if decision_id is None else parse("dec", decision_id),
        after=None if after is None else parse("fbk", after),
        limit=limit,
    )
    return feedback_page(page)


HANDLERS = [create_feedback, create_feedback_bulk, get_feedback, list_feedback]
