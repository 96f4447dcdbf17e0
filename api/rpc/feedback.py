"""Feedback over gRPC: the same use cases as on REST."""

from typing import Annotated

import msgspec

from api.rpc.codec import Codec
from api.rpc.methods import Keyed, method
from api.rpc.stubs.countermark.feedback.v1 import feedback_pb2 as pb
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
from core.pages import LIMIT_DEFAULT, LIMIT_MAX
from inference.feedback import Feedbacks
from inference.feedback_entities import Feedback
from tenants.principals import Principal

SERVICE = pb.DESCRIPTOR.services_by_name["FeedbackService"]


class _Query(msgspec.Struct, frozen=True, kw_only=True):
    use_case: Annotated[str, msgspec.Meta(min_length=1, max_length=64)] | None = None
    decision_id: Annotated[str, msgspec.Meta(min_length=1, max_length=64)] | None = None
    after: Annotated[str, msgspec.Meta(max_length=64)] | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=LIMIT_MAX)] = LIMIT_DEFAULT


CREATE = Codec(Feedback, pb.CreateFeedbackRequest)
RECORD = Codec(FeedbackView, pb.FeedbackRecord)
CREATE_MANY = Codec(FeedbackBatch, pb.CreateFeedbackBulkRequest)
CREATED_MANY = Codec(FeedbackResults, pb.CreateFeedbackBulkResponse)
QUERY = Codec(_Query, pb.ListFeedbackRequest)
PAGE = Codec(FeedbackPage, pb.ListFeedbackResponse)


@method(SERVICE, "CreateFeedback", keyed=Keyed.OPTIONAL)
async def create_feedback(
    caller: Principal, feedback: Feedbacks, request: pb.CreateFeedbackRequest
) -> pb.FeedbackRecord:
    return RECORD.message(feedback_view(await feedback.record(caller, CREATE.struct(request))))


@method(SERVICE, "CreateFeedbackBulk", bulk=True, keyed=Keyed.OPTIONAL)
async def create_feedback_bulk(
    caller: Principal, feedback: Feedbacks, limits: Limits, request: pb.CreateFeedbackBulkRequest
) -> pb.CreateFeedbackBulkResponse:
    items = CREATE_MANY.struct(request).items
    with limits.units(caller, "createFeedbackBulk", len(items)):
        told = await feedback.record_many(caller, items)
    return CREATED_MANY.message(feedback_results(told))


@method(SERVICE, "GetFeedback")
async def get_feedback(
    caller: Principal, feedback: Feedbacks, request: pb.GetFeedbackRequest
) -> pb.FeedbackRecord:
    return RECORD.message(feedback_view(await feedback.get(caller, parse("fbk", request.feedback_id))))


@method(SERVICE, "ListFeedback")
async def list_feedback(
    caller: Principal, feedback: Feedbacks, request: pb.ListFeedbackRequest
) -> pb.ListFeedbackResponse:
    query = QUERY.struct(request)
    page = await feedback.list(
        caller,
        use_case=query.use_case,
        decision_id=None if query.decision_id is None else parse("dec", query.decision_id),
        after=None if query.after is None else parse("fbk", query.after),
        limit=query.limit,
    )
    return PAGE.message(feedback_page(page))


METHODS = [create_feedback, create_feedback_bulk, get_feedback, list_feedback]
