"""Cases: what waits for a person, the queues they wait in, and what came of them."""

from typing import Annotated

import msgspec

from api.rest.operations import Keyed, get, patch, post, put
from api.rest.paging import DEFAULT_LIMIT, After, Limit
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
from resolution.case_entities import CaseResult, CaseState, MoveCase, OpenCase, QueueSettings
from resolution.case_queues import CaseQueues
from resolution.cases import Cases
from tenants.principals import Principal

Slug = Annotated[str, msgspec.Meta(min_length=1, max_length=64)] | None
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=48, pattern=r"^[a-z][a-z0-9-]*$(?!\n)")]

_DECISION = "dec_01kc1x5w3ceyp8s1r7t3v5w9yb"
_CASE = {
    "id": "cas_01kc1x5w3ceyp8s1r7t3v5w9ya",
    "queue": "fraud",
    "title": "Card used in two countries",
    "subject": _DECISION,
    "priority": "high",
    "skill": None,
    "state": "open",
    "assignee": None,
    "evidence": [_DECISION],
    "alert_id": None,
    "opened_by": "key_01kc1x5w3ceyp8s1r7t3v5w9yc",
    "opened_at": "2026-11-21T12:00:00Z",
    "due_at": "2026-11-21T20:00:00Z",
    "overdue": False,
    "proposed": None,
    "proposed_by": None,
    "result": None,
    "closed_by": None,
    "closed_at": None,
}
_SETTINGS = {
    "team": "Fraud desk",
    "sla_minutes": {"low": 7200, "normal": 2880, "high": 480, "urgent": 60},
    "approval": False,
    "results": ["fraud_confirmed", "false_alarm"],
}
_QUEUE = {"name": "fraud", "settings": _SETTINGS, "open": 4, "overdue": 0}
_STEP = {
    "id": "cst_01kc1x5w3ceyp8s1r7t3v5w9ya",
    "at": "2026-11-21T12:00:00Z",
    "actor": "key_01kc1x5w3ceyp8s1r7t3v5w9yc",
    "what": "opened",
    "value": "fraud",
    "comment": None,
}


@get(
    "/case-queues", operation_id="listCaseQueues", summary="List queues of cases", tag="cases",
    answer_example={"data": [_QUEUE]},
)  # fmt: skip
async def list_case_queues(caller: Principal, case_queues: CaseQueues) -> CaseQueueList:
    """By name, with what waits in each."""
    return case_queue_list(await case_queues.list(caller))


@put(
    "/case-queues/{queue:str}", operation_id="setCaseQueue", summary="Make or change a queue of cases", tag="cases",
    keyed=Keyed.OPTIONAL, example=_SETTINGS, answer_example=_QUEUE,
)  # fmt: skip
async def set_case_queue(
    caller: Principal, case_queues: CaseQueues, queue: Name, data: QueueSettings
) -> CaseQueueView:
    """Cases that are in it keep the time that they were given."""
    return case_queue_view(await case_queues.set(caller, queue, data))


@post(
    "/case-queues/{queue:str}/next", operation_id="takeNextCase", summary="Take the next case", tag="cases",
    keyed=Keyed.OPTIONAL, example={"skills": ["cards"]}, answer_example={"case": {**_CASE, "state": "assigned"}},
)  # fmt: skip
async def take_next_case(caller: Principal, cases: Cases, queue: Name, data: TakeNext) -> TakenCase:
    """The most urgent open one, of those the one due soonest; two callers never get the same."""
    return taken_case(await cases.take_next(caller, queue, data.skills))


@post(
    "/cases", operation_id="openCase", summary="Open a case", tag="cases", status=201, keyed=Keyed.OPTIONAL,
    example={"queue": "fraud", "title": "Card used in two countries", "subject": _DECISION, "priority": "high", "evidence": [_DECISION]},
    answer_example=_CASE, responses={404: "There is no such queue."},
)  # fmt: skip
async def open_case(caller: Principal, cases: Cases, data: OpenCase) -> CaseView:
    return case_view(await cases.open(caller, data))


@get(
    "/cases", operation_id="listCases", summary="List cases", tag="cases",
    answer_example={"data": [_CASE], "has_more": False, "next_after": None},
)  # fmt: skip
async def list_cases(
    caller: Principal,
    cases: Cases,
    *,
    queue: Slug = None,
    state: CaseState | None = None,
    assignee: Slug = None,
    subject: Slug = None,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> CasePage:
    """Newest first."""
    cursor = None if after is None else parse("cas", after)
    page = await cases.list(
        caller, queue=queue, state=state, assignee=assignee, subject=subject, after=cursor, limit=limit
    )
    return case_page(page)


@get("/cases/{case_id:str}", operation_id="getCase", summary="Get a case", tag="cases", answer_example=_CASE)
async def get_case(caller: Principal, cases: Cases, case_id: str) -> CaseView:
    return case_view(await cases.get(caller, parse("cas", case_id)))


@patch(
    "/cases/{case_id:str}", operation_id="moveCase", summary="Move, assign or comment a case", tag="cases",
    keyed=Keyed.OPTIONAL, example={"priority": "urgent", "comment": "The customer called.", "evidence": [_DECISION]}, answer_example=_CASE,
    responses={404: "There is no such case, or no such queue."},
)  # fmt: skip
async def move_case(caller: Principal, cases: Cases, case_id: str, data: MoveCase) -> CaseView:
    """What is left out stays, and evidence joins what is there. While a case is `waiting` its clock stands still. Where its queue asks for a
    second member it moves to queues that do so too.
    """
    return case_view(await cases.move(caller, parse("cas", case_id), data))


@get(
    "/cases/{case_id:str}/steps", operation_id="listCaseSteps", summary="List what was done with a case", tag="cases",
    answer_example={"data": [_STEP], "has_more": False, "next_after": None},
)  # fmt: skip
async def list_case_steps(
    caller: Principal, cases: Cases, case_id: str, *, after: After = None, limit: Limit = DEFAULT_LIMIT
) -> CaseStepPage:
    """Oldest first. Each is in the ledger under the same id."""
    cursor = None if after is None else parse("cst", after)
    return case_step_page(await cases.steps(caller, parse("cas", case_id), cursor, limit))


@post(
    "/cases/{case_id:str}/close", operation_id="closeCase", summary="Close a case", tag="cases", keyed=Keyed.OPTIONAL,
    example={"result": "fraud_confirmed", "happened": True, "comment": "The card was skimmed."},
    answer_example={**_CASE, "state": "closed", "result": "fraud_confirmed"},
    responses={404: "There is no such case, or no such decision among its evidence."},
)  # fmt: skip
async def close_case(caller: Principal, cases: Cases, case_id: str, data: CaseResult) -> CaseView:
    """The truth that it tells becomes the feedback of the decisions in its evidence. Where its queue asks for a second member, it
    waits for one.
    """
    return case_view(await cases.close(caller, parse("cas", case_id), data))


@post(
    "/cases/{case_id:str}/approval", operation_id="approveCase", summary="Approve the result of a case", tag="cases",
    keyed=Keyed.OPTIONAL, example={"approved": True}, answer_example={**_CASE, "state": "closed", "result": "false_alarm"},
    responses={404: "There is no such case, or no such decision among its evidence."},
)  # fmt: skip
async def approve_case(caller: Principal, cases: Cases, case_id: str, data: ApproveCase) -> CaseView:
    """By another member than who proposed it, never by another key of the same one."""
    return case_view(
        await cases.approve(caller, parse("cas", case_id), approved=data.approved, comment=data.comment)
    )


HANDLERS = [
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
