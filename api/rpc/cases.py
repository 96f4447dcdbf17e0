"""Cases over gRPC: the same use cases as on REST."""

from typing import Annotated

import msgspec

from api.rpc.codec import Codec
from api.rpc.methods import Keyed, method
from api.rpc.stubs.countermark.cases.v1 import cases_pb2 as pb
from api.views.cases import (
    ApproveCase,
    CasePage,
    CaseQueueList,
    CaseQueueView,
    CaseStepPage,
    CaseView,
    TakenCase,
    TakeNext,
    case_page,
    case_queue_list,
    case_queue_view,
    case_step_page,
    case_view,
    taken_case,
)
from core.ids import parse
from core.pages import LIMIT_DEFAULT, LIMIT_MAX
from resolution.case_entities import (
    CaseResult,
    CaseState,
    MoveCase,
    OpenCase,
    QueueName,
    QueueSettings,
)
from resolution.case_queues import CaseQueues
from resolution.cases import Cases
from tenants.principals import Principal

SERVICE = pb.DESCRIPTOR.services_by_name["CaseService"]
Id = Annotated[str, msgspec.Meta(max_length=64)]
Slug = Annotated[str, msgspec.Meta(min_length=1, max_length=64)] | None
Most = Annotated[int, msgspec.Meta(ge=1, le=LIMIT_MAX)]


class _SetQueue(QueueSettings, frozen=True, kw_only=True):
    queue: QueueName


class _TakeNext(TakeNext, frozen=True, kw_only=True):
    queue: QueueName


class _Query(msgspec.Struct, frozen=True, kw_only=True):
    queue: Slug = None
    state: CaseState | None = None
    assignee: Slug = None
    subject: Slug = None
    after: Id | None = None
    limit: Most = LIMIT_DEFAULT


class _Move(MoveCase, frozen=True, kw_only=True):
    case_id: Id


class _Steps(msgspec.Struct, frozen=True, kw_only=True):
    case_id: Id
    after: Id | None = None
    limit: Most = LIMIT_DEFAULT


class _Close(CaseResult, frozen=True, kw_only=True):
    case_id: Id


class _Approve(ApproveCase, frozen=True, kw_only=True):
    case_id: Id


QUEUES = Codec(CaseQueueList, pb.ListCaseQueuesResponse)
SET_QUEUE = Codec(_SetQueue, pb.SetCaseQueueRequest)
QUEUE = Codec(CaseQueueView, pb.CaseQueue)
TAKE = Codec(_TakeNext, pb.TakeNextCaseRequest)
TAKEN = Codec(TakenCase, pb.TakeNextCaseResponse)
OPEN = Codec(OpenCase, pb.OpenCaseRequest)
CASE = Codec(CaseView, pb.Case)
QUERY = Codec(_Query, pb.ListCasesRequest)
PAGE = Codec(CasePage, pb.ListCasesResponse)
MOVE = Codec(_Move, pb.MoveCaseRequest)
STEPS_OF = Codec(_Steps, pb.ListCaseStepsRequest)
STEPS = Codec(CaseStepPage, pb.ListCaseStepsResponse)
CLOSE = Codec(_Close, pb.CloseCaseRequest)
APPROVE = Codec(_Approve, pb.ApproveCaseRequest)


@method(SERVICE, "ListCaseQueues")
async def list_case_queues(
    caller: Principal, case_queues: CaseQueues, request: pb.ListCaseQueuesRequest
) -> pb.ListCaseQueuesResponse:
    del request
    return QUEUES.message(case_queue_list(await case_queues.list(caller)))


@method(SERVICE, "SetCaseQueue", keyed=Keyed.OPTIONAL)
async def set_case_queue(
    caller: Principal, case_queues: CaseQueues, request: pb.SetCaseQueueRequest
) -> pb.CaseQueue:
    asked = SET_QUEUE.struct(request)
    settings = QueueSettings(
        team=asked.team, sla_minutes=asked.sla_minutes, approval=asked.approval, results=asked.results
    )
    return QUEUE.message(case_queue_view(await case_queues.set(caller, asked.queue, settings)))


@method(SERVICE, "TakeNextCase", keyed=Keyed.OPTIONAL)
async def take_next_case(
    caller: Principal, cases: Cases, request: pb.TakeNextCaseRequest
) -> pb.TakeNextCaseResponse:
    asked = TAKE.struct(request)
    return TAKEN.message(taken_case(await cases.take_next(caller, asked.queue, asked.skills)))


@method(SERVICE, "OpenCase", keyed=Keyed.OPTIONAL)
async def open_case(caller: Principal, cases: Cases, request: pb.OpenCaseRequest) -> pb.Case:
    return CASE.message(case_view(await cases.open(caller, OPEN.struct(request))))


@method(SERVICE, "ListCases")
async def list_cases(caller: Principal, cases: Cases, request: pb.ListCasesRequest) -> pb.ListCasesResponse:
    query = QUERY.struct(request)
    page = await cases.list(
        caller,
        queue=query.queue,
        state=query.state,
        assignee=query.assignee,
        subject=query.subject,
        after=None if query.after is None else parse("cas", query.after),
        limit=query.limit,
    )
    return PAGE.message(case_page(page))


@method(SERVICE, "GetCase")
async def get_case(caller: Principal, cases: Cases, request: pb.GetCaseRequest) -> pb.Case:
    return CASE.message(case_view(await cases.get(caller, parse("cas", request.case_id))))


@method(SERVICE, "MoveCase", keyed=Keyed.OPTIONAL)
async def move_case(caller: Principal, cases: Cases, request: pb.MoveCaseRequest) -> pb.Case:
    asked = MOVE.struct(request)
    return CASE.message(case_view(await cases.move(caller, parse("cas", asked.case_id), asked)))


@method(SERVICE, "ListCaseSteps")
async def list_case_steps(
    caller: Principal, cases: Cases, request: pb.ListCaseStepsRequest
) -> pb.ListCaseStepsResponse:
    asked = STEPS_OF.struct(request)
    cursor = None if asked.after is None else parse("cst", asked.after)
    return STEPS.message(
        case_step_page(await cases.steps(caller, parse("cas", asked.case_id), cursor, asked.limit))
    )


@method(SERVICE, "CloseCase", keyed=Keyed.OPTIONAL)
async def close_case(caller: Principal, cases: Cases, request: pb.CloseCaseRequest) -> pb.Case:
    asked = CLOSE.struct(request)
    result = CaseResult(
        result=asked.result, happened=asked.happened, label=asked.label, comment=asked.comment
    )
    return CASE.message(case_view(await cases.close(caller, parse("cas", asked.case_id), result)))


@method(SERVICE, "ApproveCase", keyed=Keyed.OPTIONAL)
async def approve_case(caller: Principal, cases: Cases, request: pb.ApproveCaseRequest) -> pb.Case:
    asked = APPROVE.struct(request)
    case_id = parse("cas", asked.case_id)
    return CASE.message(
        case_view(await cases.approve(caller, case_id, approved=asked.approved, comment=asked.comment))
    )


METHODS = [
    list_case_queues,
    set_case_queue,
    take_next_case,
    open_case,
    list_cases,
    get_case,
    move_case,
    list_case_steps,
    close_case,
    approve_case,
]
