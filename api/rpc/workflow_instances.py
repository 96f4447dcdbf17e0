"""Instances of workflows over gRPC: the same use cases as on REST."""

from typing import Annotated

import msgspec

from api.rpc.codec import Codec
from api.rpc.methods import Keyed, method
from api.rpc.stubs.countermark.workflows.v1 import workflows_pb2 as pb
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
from core.pages import LIMIT_DEFAULT, LIMIT_MAX
from resolution.workflows.entities import INSTANCE, WORKFLOW, Status
from resolution.workflows.instances import Instances
from tenants.principals import Principal

SERVICE = pb.DESCRIPTOR.services_by_name["WorkflowService"]
Id = Annotated[str, msgspec.Meta(max_length=64)]
Short = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]


class _Page(msgspec.Struct, frozen=True, kw_only=True):
    after: Id | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=LIMIT_MAX)] = LIMIT_DEFAULT


class _List(_Page, frozen=True, kw_only=True):
    workflow_id: Short | None = None
    status: Status | None = None
    team: Short | None = None
    subject: Short | None = None


class _Named(msgspec.Struct, frozen=True, kw_only=True):
    instance_id: Id


class _Steps(_Page, frozen=True, kw_only=True):
    instance_id: Id


class _Start(StartWorkflow, frozen=True, kw_only=True):
    workflow_id: Id


class _Answer(AnswerWorkflowTask, frozen=True, kw_only=True):
    instance_id: Id


START = Codec(_Start, pb.StartWorkflowRequest)
LIST = Codec(_List, pb.ListWorkflowInstancesRequest)
NAMED = Codec(_Named, pb.GetWorkflowInstanceRequest)
STEPS_OF = Codec(_Steps, pb.ListWorkflowStepsRequest)
ANSWER = Codec(_Answer, pb.AnswerWorkflowTaskRequest)
PAUSE = Codec(_Named, pb.PauseWorkflowInstanceRequest)
RESUME = Codec(_Named, pb.ResumeWorkflowInstanceRequest)
CANCEL = Codec(_Named, pb.CancelWorkflowInstanceRequest)
SHOWN = Codec(WorkflowInstanceView, pb.WorkflowInstance)
LISTED = Codec(WorkflowInstancePage, pb.ListWorkflowInstancesResponse)
STEPS = Codec(WorkflowStepPage, pb.ListWorkflowStepsResponse)


@method(SERVICE, "StartWorkflow", keyed=Keyed.REQUIRED)
async def start_workflow(
    request: pb.StartWorkflowRequest, caller: Principal, workflow_instances: Instances
) -> pb.WorkflowInstance:
    sent = START.struct(request)
    workflow_id = parse(WORKFLOW, sent.workflow_id)
    return SHOWN.message(
        instance_view(await workflow_instances.start(caller, workflow_id, sent.subject, sent.input))
    )


@method(SERVICE, "ListWorkflowInstances")
async def list_workflow_instances(
    request: pb.ListWorkflowInstancesRequest, caller: Principal, workflow_instances: Instances
) -> pb.ListWorkflowInstancesResponse:
    sent = LIST.struct(request)
    cursor = None if sent.after is None else parse(INSTANCE, sent.after)
    asked = asked_of(sent.workflow_id, sent.status, sent.team, sent.subject)
    return LISTED.message(instance_page(await workflow_instances.list(caller, asked, cursor, sent.limit)))


@method(SERVICE, "GetWorkflowInstance")
async def get_workflow_instance(
    request: pb.GetWorkflowInstanceRequest, caller: Principal, workflow_instances: Instances
) -> pb.WorkflowInstance:
    found = parse(INSTANCE, NAMED.struct(request).instance_id)
    return SHOWN.message(instance_view(await workflow_instances.get(caller, found)))


@method(SERVICE, "ListWorkflowSteps")
async def list_workflow_steps(
    request: pb.ListWorkflowStepsRequest, caller: Principal, workflow_instances: Instances
) -> pb.ListWorkflowStepsResponse:
    sent = STEPS_OF.struct(request)
    cursor = None if sent.after is None else parse("wfs", sent.after)
    found = parse(INSTANCE, sent.instance_id)
    return STEPS.message(step_page(await workflow_instances.steps(caller, found, cursor, sent.limit)))


@method(SERVICE, "AnswerWorkflowTask", keyed=Keyed.OPTIONAL)
async def answer_workflow_task(
    request: pb.AnswerWorkflowTaskRequest, caller: Principal, workflow_instances: Instances
) -> pb.WorkflowInstance:
    sent = ANSWER.struct(request)
    found = parse(INSTANCE, sent.instance_id)
    return SHOWN.message(
        instance_view(await workflow_instances.answer(caller, found, sent.task, sent.choice))
    )


@method(SERVICE, "PauseWorkflowInstance", keyed=Keyed.OPTIONAL)
async def pause_workflow_instance(
    request: pb.PauseWorkflowInstanceRequest, caller: Principal, workflow_instances: Instances
) -> pb.WorkflowInstance:
    found = parse(INSTANCE, PAUSE.struct(request).instance_id)
    return SHOWN.message(instance_view(await workflow_instances.pause(caller, found)))


@method(SERVICE, "ResumeWorkflowInstance", keyed=Keyed.OPTIONAL)
async def resume_workflow_instance(
    request: pb.ResumeWorkflowInstanceRequest, caller: Principal, workflow_instances: Instances
) -> pb.WorkflowInstance:
    found = parse(INSTANCE, RESUME.struct(request).instance_id)
    return SHOWN.message(instance_view(await workflow_instances.resume(caller, found)))


@method(SERVICE, "CancelWorkflowInstance", keyed=Keyed.OPTIONAL)
async def cancel_workflow_instance(
    request: pb.CancelWorkflowInstanceRequest, caller: Principal, workflow_instances: Instances
) -> pb.WorkflowInstance:
    found = parse(INSTANCE, CANCEL.struct(request).instance_id)
    return SHOWN.message(instance_view(await workflow_instances.cancel(caller, found)))


METHODS = [
    start_workflow,
    list_workflow_instances,
    get_workflow_instance,
    list_workflow_steps,
    answer_workflow_task,
    pause_workflow_instance,
    resume_workflow_instance,
    cancel_workflow_instance,
]
