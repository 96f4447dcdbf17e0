"""Instances of workflows and their steps as both faces show them."""

from datetime import datetime
from typing import Annotated, cast

import msgspec
from msgspec import Meta

from api.views.workflows import IdText, JsonAny
from core.ids import parse, public
from core.pages import Page
from resolution.workflows.entities import INSTANCE, VERSION, WORKFLOW, Instance, Status, Step, Subject
from resolution.workflows.instances import Asked

Code = Annotated[str, Meta(min_length=1, max_length=64)]


class StartWorkflow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to start an instance with.

    subject: what it is about, an id of yours or ours and never personal; one instance of a workflow is open for each.
    input: what its tasks read as `$input`; sealed while it is open, and deleted when it has ended.
    """

    subject: Subject
    input: Annotated[dict[str, JsonAny], Meta(max_length=64)] = {}


class AnswerWorkflowTask(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person's answer. task: the one that the instance waits for. choice: one of those that it shows."""

    task: Code
    choice: Code


class WorkflowInstanceView(msgspec.Struct, frozen=True, kw_only=True):
    """An instance.

    step: where it stands, a JSON pointer into the document. waits_for: timer, retry, event, human or undo; until: when it
    goes on by itself. task, team, roles, choices: what it asks a person. code: of the error that ended it.
    """

    id: str
    workflow_id: str
    version_id: str
    subject: str
    status: Status
    paused: bool
    step: str | None
    waits_for: str | None
    until: datetime | None
    event: str | None
    task: str | None
    team: str | None
    roles: list[str]
    choices: list[str]
    code: str | None
    started_by: str
    started_at: datetime
    ended_at: datetime | None


class WorkflowInstancePage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of instances, newest first."""

    data: list[WorkflowInstanceView]
    has_more: bool
    next_after: str | None


class WorkflowStepView(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened in an instance. what: call, undo, event, answer, a wait, cancel or end. outcome: done, or a code."""

    id: str
    step: str
    what: str
    action: str | None
    attempt: int
    outcome: str
    actor: str
    took_ms: int
    at: datetime


class WorkflowStepPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of steps, oldest first."""

    data: list[WorkflowStepView]
    has_more: bool
    next_after: str | None


def asked_of(
    workflow_id: IdText | None, status: Status | None, team: str | None, subject: str | None
) -> Asked:
    wanted = None if workflow_id is None else parse(WORKFLOW, workflow_id)
    return Asked(workflow_id=wanted, status=status, team=team, subject=subject)


def instance_view(found: Instance) -> WorkflowInstanceView:
    return WorkflowInstanceView(
        id=public(INSTANCE, found.id),
        workflow_id=public(WORKFLOW, found.workflow_id),
        version_id=public(VERSION, found.version_id),
        subject=found.subject,
        status=cast(Status, found.status),
        paused=found.paused,
        step=found.step,
        waits_for=found.waits_for,
        until=found.until_at,
        event=found.event_kind,
        task=found.task,
        team=found.team,
        roles=found.roles,
        choices=found.choices,
        code=found.code,
        started_by=found.started_by,
        started_at=found.started_at,
        ended_at=found.ended_at,
    )


def instance_page(page: Page[Instance]) -> WorkflowInstancePage:
    return WorkflowInstancePage(
        data=[instance_view(each) for each in page.data], has_more=page.has_more, next_after=page.next_after
    )


def step_page(page: Page[Step]) -> WorkflowStepPage:
    return WorkflowStepPage(
        data=[_step_view(each) for each in page.data], has_more=page.has_more, next_after=page.next_after
    )


def _step_view(row: Step) -> WorkflowStepView:
    fields = msgspec.structs.asdict(row)
    del fields["instance_id"]
    return WorkflowStepView(**fields | {"id": public("wfs", row.id)})
