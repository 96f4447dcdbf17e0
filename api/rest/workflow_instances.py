"""Instances of workflows: started, looked at, answered, paused, cancelled."""

from typing import Annotated

import msgspec

from api.rest.operations import Keyed, get, post
from api.rest.paging import DEFAULT_LIMIT, After, Limit
from api.views.workflow_instances import (
    AnswerWorkflowTask,
    StartWorkflow,
    WorkflowInstancePage,
    WorkflowInstanceView,
    WorkflowStepPage,
    asked_of,
    instance_page,
    instance_view,
    step_page,
)
from core.ids import parse
from resolution.workflows.entities import INSTANCE, WORKFLOW, Status
from resolution.workflows.instances import Instances
from tenants.principals import Principal

IdText = Annotated[str, msgspec.Meta(max_length=64)]
Short = Annotated[str, msgspec.Meta(min_length=1, max_length=64)] | None


@post(
    "/workflows/{workflow_id:str}/instances",
    operation_id="startWorkflow",
    summary="Start an instance",
    tag="workflows",
    status=201,
    keyed=Keyed.REQUIRED,
    example={"subject": "pyt_01kc1x5w3efvr9q2d8m4n6p7hs", "input": {"amount_minor": 1_250_000}},
    responses={422: "No version of the workflow is active."},
)
async def start_workflow(
    caller: Principal, workflow_id: IdText, data: StartWorkflow, workflow_instances: Instances
) -> WorkflowInstanceView:
    """Starts an instance of the active version, to which it stays pinned."""
    made = await workflow_instances.start(caller, parse(WORKFLOW, workflow_id), data.subject, data.input)
    return instance_view(made)


@get("/workflow-instances", operation_id="listWorkflowInstances", summary="List instances", tag="workflows")
async def list_workflow_instances(
    caller: Principal,
    workflow_instances: Instances,
    workflow_id: Short = None,
    status: Status | None = None,
    team: Short = None,
    subject: Short = None,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> WorkflowInstancePage:
    """Newest first. With `team`, those that wait for a person of it."""
    cursor = None if after is None else parse(INSTANCE, after)
    asked = asked_of(workflow_id, status, team, subject)
    return instance_page(await workflow_instances.list(caller, asked, cursor, limit))


@get(
    "/workflow-instances/{instance_id:str}",
    operation_id="getWorkflowInstance",
    summary="Get an instance",
    tag="workflows",
)
async def get_workflow_instance(
    caller: Principal, instance_id: IdText, workflow_instances: Instances
) -> WorkflowInstanceView:
    return instance_view(await workflow_instances.get(caller, parse(INSTANCE, instance_id)))


@get(
    "/workflow-instances/{instance_id:str}/steps",
    operation_id="listWorkflowSteps",
    summary="List steps",
    tag="workflows",
)
async def list_workflow_steps(
    caller: Principal,
    instance_id: IdText,
    workflow_instances: Instances,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> WorkflowStepPage:
    """What happened, oldest first."""
    cursor = None if after is None else parse("wfs", after)
    return step_page(await workflow_instances.steps(caller, parse(INSTANCE, instance_id), cursor, limit))


@post(
    "/workflow-instances/{instance_id:str}/answer",
    operation_id="answerWorkflowTask",
    summary="Answer a task",
    tag="workflows",
    keyed=Keyed.OPTIONAL,
    example={"task": "stuck-payout", "choice": "send_again"},
    responses={422: "The instance has ended, or does not wait for this task."},
)
async def answer_workflow_task(
    caller: Principal, instance_id: IdText, data: AnswerWorkflowTask, workflow_instances: Instances
) -> WorkflowInstanceView:
    """Answers what an instance asks a person; who answers holds all that one of the task's roles holds."""
    found = parse(INSTANCE, instance_id)
    return instance_view(await workflow_instances.answer(caller, found, data.task, data.choice))


@post(
    "/workflow-instances/{instance_id:str}/pause",
    operation_id="pauseWorkflowInstance",
    summary="Pause an instance",
    tag="workflows",
    keyed=Keyed.OPTIONAL,
    responses={422: "The instance has ended."},
)
async def pause_workflow_instance(
    caller: Principal, instance_id: IdText, workflow_instances: Instances
) -> WorkflowInstanceView:
    """Lets nothing more happen until it is resumed; a call that is under way ends first."""
    return instance_view(await workflow_instances.pause(caller, parse(INSTANCE, instance_id)))


@post(
    "/workflow-instances/{instance_id:str}/resume",
    operation_id="resumeWorkflowInstance",
    summary="Resume an instance",
    tag="workflows",
    keyed=Keyed.OPTIONAL,
    responses={422: "The instance has ended."},
)
async def resume_workflow_instance(
    caller: Principal, instance_id: IdText, workflow_instances: Instances
) -> WorkflowInstanceView:
    """Goes on; what came due meanwhile is due now."""
    return instance_view(await workflow_instances.resume(caller, parse(INSTANCE, instance_id)))


@post(
    "/workflow-instances/{instance_id:str}/cancel",
    operation_id="cancelWorkflowInstance",
    summary="Cancel an instance",
    tag="workflows",
    keyed=Keyed.OPTIONAL,
    responses={422: "The instance has ended."},
)
async def cancel_workflow_instance(
    caller: Principal, instance_id: IdText, workflow_instances: Instances
) -> WorkflowInstanceView:
    """Ends an instance; what it did is taken back where its workflow says how, newest first."""
    return instance_view(await workflow_instances.cancel(caller, parse(INSTANCE, instance_id)))


HANDLERS = [
    start_workflow,
    list_workflow_instances,
    get_workflow_instance,
    list_workflow_steps,
    answer_workflow_task,
    pause_workflow_instance,
    resume_workflow_instance,
    cancel_workflow_instance,
]
