"""Cases and their queues as both faces take and show them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from core.ids import public
from core.pages import Page
from resolution.case_entities import (
    Case,
    CaseQueue,
    CaseResult,
    CaseState,
    CaseStep,
    Comment,
    Priority,
    QueueSettings,
    Skill,
)


class CaseView(msgspec.Struct, frozen=True, kw_only=True):
    """A decision, a payout or an alert that waits for a person.

    state: `waiting` is for somebody outside, and its clock stands still; `to_approve` is for a second member.
    due_at: when its time is up. overdue: whether that was noticed before it was done.
    title, comments, proposed: null once the customer that the case is about was erased.
    proposed: the result that waits for a second member.
    """

    id: str
    queue: str
    title: str | None
    subject: str | None
    priority: Priority
    skill: str | None
    state: CaseState
    assignee: str | None
    evidence: list[str]
    alert_id: str | None
    opened_by: str
    opened_at: datetime
    due_at: datetime | None
    overdue: bool
    proposed: CaseResult | None
    proposed_by: str | None
    result: str | None
    closed_by: str | None
    closed_at: datetime | None


class CasePage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of cases, newest first."""

    data: list[CaseView]
    has_more: bool
    next_after: str | None


class CaseStepView(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a case's history.

    what: `opened`, `assigned`, `moved`, `commented`, `evidence`, `waiting`, `resumed`, `proposed`, `refused` or `closed`; in the ledger
        as `case.{what}.v1` under the same id.
    """

    id: str
    at: datetime
    actor: str
    what: str
    value: str | None
    comment: str | None


class CaseStepPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of a case's history, oldest first."""

    data: list[CaseStepView]
    has_more: bool
    next_after: str | None


class TakeNext(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """skills: of the caller; a case that asks for none is for everybody."""

    skills: Annotated[list[Skill], Meta(max_length=32)] = []


class TakenCase(msgspec.Struct, frozen=True, kw_only=True):
    """case: null where none waits."""

    case: CaseView | None


class ApproveCase(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """approved: false sends the case back to who proposed the result."""

    approved: bool
    comment: Comment | None = None


class CaseQueueView(msgspec.Struct, frozen=True, kw_only=True):
    """A queue of cases. open: not closed. overdue: of those, past their time."""

    name: str
    settings: QueueSettings
    open: int
    overdue: int


class CaseQueueList(msgspec.Struct, frozen=True, kw_only=True):
    """All queues, by name."""

    data: list[CaseQueueView]


def case_view(case: Case) -> CaseView:
    fields = msgspec.structs.asdict(case)
    fields |= {
        "id": public("cas", case.id),
        "alert_id": None if case.alert_id is None else public("alr", case.alert_id),
    }
    return CaseView(**fields)


def case_page(page: Page[Case]) -> CasePage:
    return CasePage(
        data=[case_view(each) for each in page.data], has_more=page.has_more, next_after=page.next_after
    )


def case_step_page(page: Page[CaseStep]) -> CaseStepPage:
    lines = [
        CaseStepView(**(msgspec.structs.asdict(each) | {"id": public("cst", each.id)})) for each in page.data
    ]
    return CaseStepPage(data=lines, has_more=page.has_more, next_after=page.next_after)


def taken_case(case: Case | None) -> TakenCase:
    return TakenCase(case=None if case is None else case_view(case))


def case_queue_view(queue: CaseQueue) -> CaseQueueView:
    return CaseQueueView(**msgspec.structs.asdict(queue))


def case_queue_list(queues: Sequence[CaseQueue]) -> CaseQueueList:
    return CaseQueueList(data=[case_queue_view(each) for each in queues])
