"""Questions and decisions over gRPC: the same use cases as on REST."""

import asyncio
from typing import Annotated, cast

import msgspec
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from api.questions import command_of, several_of
from api.rpc.codec import Codec
from api.rpc.methods import Keyed, Method, method
from api.rpc.stubs.countermark.inference.v1 import decision_pb2, inference_pb2
from api.services import Limits
from api.views.catalogue import UseCasePage, UseCaseView, use_case_view
from api.views.decisions import (
    DecisionList,
    DecisionPage,
    DecisionView,
    DisclosureView,
    ReplayView,
    decision_page,
    decision_view,
    disclosure_view,
    pascal,
    replay_view,
)
from api.views.questions import (
    CustomerQuestion,
    Question,
    SeveralQuestion,
    TransactionQuestion,
    question_type_of,
)
from core.ids import parse
from core.pages import LIMIT_DEFAULT, LIMIT_MAX
from inference import catalogue
from inference.catalogue import UseCase
from inference.decisions import Decisions
from inference.replays import Replays
from tenants.principals import Principal

pb = inference_pb2
SERVICE = pb.DESCRIPTOR.services_by_name["InferenceService"]

Slug = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
Id = Annotated[str, msgspec.Meta(max_length=64)]


class _DecisionQuery(msgspec.Struct, frozen=True, kw_only=True):
    use_case: Slug | None = None
    outcome: Slug | None = None
    customer_id: Annotated[str, msgspec.Meta(min_length=1, max_length=128)] | None = None
    after: Id | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=LIMIT_MAX)] = LIMIT_DEFAULT
    region: Slug | None = None
    segment: Slug | None = None


TRANSACTION = Codec(TransactionQuestion, pb.TransactionQuestion)
CUSTOMER = Codec(CustomerQuestion, pb.CustomerQuestion)
DECISION = Codec(DecisionView, decision_pb2.Decision)
SEVERAL = Codec(SeveralQuestion, pb.DecideSeveralRequest)
TOGETHER = Codec(DecisionList, pb.DecideSeveralResponse)
QUERY = Codec(_DecisionQuery, pb.ListDecisionsRequest)
DECISIONS = Codec(DecisionPage, pb.ListDecisionsResponse)
REPLAY = Codec(ReplayView, pb.ReplayDecisionResponse)
DISCLOSURE = Codec(DisclosureView, pb.DiscloseDecisionResponse)
USE_CASE = Codec(UseCaseView, pb.UseCase)
USE_CASES = Codec(UseCasePage, pb.ListUseCasesResponse)


def _method_of(use_case: UseCase) -> Method:
    """Declare the method of one use case; the service of the proto must have it, with the question that REST takes."""
    name = f"Decide{pascal(use_case.name)}"
    message = GetMessageClass(SERVICE.methods_by_name[name].input_type)
    codec = Codec(cast("type[msgspec.Struct]", question_type_of(use_case)), message)

    async def ask(
        request: Message,
        caller: Principal,
        decisions: Decisions,
        deadline: float,
        idempotency_key: str | None,
        fingerprint: bytes,
        accept_language: str | None,
    ) -> decision_pb2.Decision:
        question = cast("Question", codec.struct(request))
        timeout_s = deadline - asyncio.get_running_loop().time()
        command = command_of(
            use_case.name, question, caller, idempotency_key, fingerprint, timeout_s, accept_language
        )
        return DECISION.message(decision_view(await decisions.decide(caller, command)))

    about = use_case.about
    bulk = use_case.input == "customer" if about is None else about.bulk
    return method(SERVICE, name, keyed=Keyed.OWN, bulk=bulk)(ask)


@method(SERVICE, "DecideSeveral", keyed=Keyed.OWN, bulk=True)
async def decide_several(
    request: pb.DecideSeveralRequest,
    caller: Principal,
    decisions: Decisions,
    limits: Limits,
    deadline: float,
    idempotency_key: str | None,
    fingerprint: bytes,
    accept_language: str | None,
) -> pb.DecideSeveralResponse:
    timeout_s = deadline - asyncio.get_running_loop().time()
    question = SEVERAL.struct(request)
    several = several_of(question, caller, idempotency_key, fingerprint, timeout_s, accept_language)
    with limits.units(caller, "decideSeveral", len(question.use_cases)):
        made = await decisions.decide_several(caller, several)
    return TOGETHER.message(DecisionList(data=[decision_view(each) for each in made]))


@method(SERVICE, "GetDecision")
async def get_decision(
    request: pb.GetDecisionRequest, caller: Principal, decisions: Decisions
) -> decision_pb2.Decision:
    found = await decisions.get(caller, parse("dec", request.decision_id))
    return DECISION.message(decision_view(found))


@method(SERVICE, "ListDecisions")
async def list_decisions(
    request: pb.ListDecisionsRequest, caller: Principal, decisions: Decisions
) -> pb.ListDecisionsResponse:
    query = QUERY.struct(request)
    page = await decisions.list(
        caller,
        use_case=query.use_case,
        outcome=query.outcome,
        customer_id=query.customer_id,
        region=query.region,
        segment=query.segment,
        after=None if query.after is None else parse("dec", query.after),
        limit=query.limit,
    )
    return DECISIONS.message(decision_page(page))


@method(SERVICE, "ReplayDecision")
async def replay_decision(
    request: pb.ReplayDecisionRequest, caller: Principal, replays: Replays
) -> pb.ReplayDecisionResponse:
    return REPLAY.message(replay_view(await replays.replay(caller, parse("dec", request.decision_id))))


@method(SERVICE, "DiscloseDecision")
async def disclose_decision(
    request: pb.DiscloseDecisionRequest, caller: Principal, decisions: Decisions
) -> pb.DiscloseDecisionResponse:
    found = await decisions.disclose(caller, parse("dec", request.decision_id))
    return DISCLOSURE.message(disclosure_view(found))


@method(SERVICE, "ListUseCases")
async def list_use_cases(caller: Principal) -> pb.ListUseCasesResponse:
    views = [use_case_view(catalogue.get(name)) for name in catalogue.names()]
    return USE_CASES.message(UseCasePage(data=views, has_more=False, next_after=None))


@method(SERVICE, "GetUseCase")
async def get_use_case(request: pb.GetUseCaseRequest, caller: Principal) -> pb.UseCase:
    return USE_CASE.message(use_case_view(catalogue.get(request.use_case)))


METHODS = [
    *(_method_of(catalogue.get(name)) for name in catalogue.names()),
    decide_several,
    get_decision,
    list_decisions,
    replay_decision,
    disclose_decision,
    list_use_cases,
    get_use_case,
]
