"""Workflows over gRPC: the same use cases as on REST."""

from typing import Annotated

import msgspec

from api.rpc.codec import Codec
from api.rpc.methods import Keyed, method
from api.rpc.stubs.countermark.workflows.v1 import workflows_pb2 as pb
from api.views.workflows import (
    ActivateWorkflow,
    ActivateWorkflowTemplate,
    CheckWorkflow,
    PushWorkflow,
    WorkflowChangeList,
    WorkflowCheckView,
    WorkflowPage,
    WorkflowTemplateList,
    WorkflowVersionPage,
    WorkflowVersionView,
    WorkflowView,
    change_list,
    check_view,
    template_list,
    version_page,
    version_view,
    workflow_page,
    workflow_view,
)
from core.ids import parse
from core.pages import LIMIT_DEFAULT, LIMIT_MAX
from resolution.workflows.entities import VERSION, WORKFLOW
from resolution.workflows.workflows import Workflows
from tenants.principals import Principal

SERVICE = pb.DESCRIPTOR.services_by_name["WorkflowService"]
Id = Annotated[str, msgspec.Meta(max_length=64)]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]


class _Page(msgspec.Struct, frozen=True, kw_only=True):
    after: Id | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=LIMIT_MAX)] = LIMIT_DEFAULT


class _Named(msgspec.Struct, frozen=True, kw_only=True):
    workflow_id: Id


class _Versions(_Page, frozen=True, kw_only=True):
    workflow_id: Id


class _Version(_Named, frozen=True, kw_only=True):
    workflow_version_id: Id


class _Changes(_Version, frozen=True, kw_only=True):
    against: Id


class _Activate(ActivateWorkflow, frozen=True, kw_only=True):
    workflow_id: Id


class _Template(ActivateWorkflowTemplate, frozen=True, kw_only=True):
    template: Name


CHECK = Codec(CheckWorkflow, pb.CheckWorkflowRequest)
PUSH = Codec(PushWorkflow, pb.PushWorkflowRequest)
PAGE = Codec(_Page, pb.ListWorkflowsRequest)
NAMED = Codec(_Named, pb.GetWorkflowRequest)
PAGE_OF_VERSIONS = Codec(_Versions, pb.ListWorkflowVersionsRequest)
WANTED = Codec(_Version, pb.GetWorkflowVersionRequest)
CHANGES = Codec(_Changes, pb.ListWorkflowChangesRequest)
ACTIVATE = Codec(_Activate, pb.ActivateWorkflowRequest)
DEACTIVATE = Codec(_Named, pb.DeactivateWorkflowRequest)
TEMPLATE = Codec(_Template, pb.ActivateWorkflowTemplateRequest)
CHECKED = Codec(WorkflowCheckView, pb.WorkflowCheck)
SHOWN = Codec(WorkflowView, pb.Workflow)
LISTED = Codec(WorkflowPage, pb.ListWorkflowsResponse)
VERSION_SHOWN = Codec(WorkflowVersionView, pb.WorkflowVersion)
VERSIONS = Codec(WorkflowVersionPage, pb.ListWorkflowVersionsResponse)
CHANGED = Codec(WorkflowChangeList, pb.ListWorkflowChangesResponse)
TEMPLATES = Codec(WorkflowTemplateList, pb.ListWorkflowTemplatesResponse)


@method(SERVICE, "CheckWorkflow", bulk=True)
async def check_workflow(
    request: pb.CheckWorkflowRequest, caller: Principal, workflows: Workflows
) -> pb.WorkflowCheck:
    return CHECKED.message(check_view(await workflows.validate(caller, CHECK.struct(request).document)))


@method(SERVICE, "PushWorkflow", keyed=Keyed.OPTIONAL, bulk=True)
async def push_workflow(
    request: pb.PushWorkflowRequest, caller: Principal, workflows: Workflows
) -> pb.WorkflowVersion:
    sent = PUSH.struct(request)
    return VERSION_SHOWN.message(version_view(await workflows.push(caller, sent.document, sent.reason)))


@method(SERVICE, "ListWorkflows")
async def list_workflows(
    request: pb.ListWorkflowsRequest, caller: Principal, workflows: Workflows
) -> pb.ListWorkflowsResponse:
    asked = PAGE.struct(request)
    cursor = None if asked.after is None else parse(WORKFLOW, asked.after)
    return LISTED.message(workflow_page(await workflows.list(caller, cursor, asked.limit)))


@method(SERVICE, "GetWorkflow")
async def get_workflow(
    request: pb.GetWorkflowRequest, caller: Principal, workflows: Workflows
) -> pb.Workflow:
    workflow_id = parse(WORKFLOW, NAMED.struct(request).workflow_id)
    return SHOWN.message(workflow_view(await workflows.get(caller, workflow_id)))


@method(SERVICE, "ListWorkflowVersions")
async def list_workflow_versions(
    request: pb.ListWorkflowVersionsRequest, caller: Principal, workflows: Workflows
) -> pb.ListWorkflowVersionsResponse:
    asked = PAGE_OF_VERSIONS.struct(request)
    cursor = None if asked.after is None else parse(VERSION, asked.after)
    workflow_id = parse(WORKFLOW, asked.workflow_id)
    return VERSIONS.message(version_page(await workflows.versions(caller, workflow_id, cursor, asked.limit)))


@method(SERVICE, "GetWorkflowVersion")
async def get_workflow_version(
    request: pb.GetWorkflowVersionRequest, caller: Principal, workflows: Workflows
) -> pb.WorkflowVersion:
    asked = WANTED.struct(request)
    version_id = parse(VERSION, asked.workflow_version_id)
    found = await workflows.version(caller, parse(WORKFLOW, asked.workflow_id), version_id)
    return VERSION_SHOWN.message(version_view(found))


@method(SERVICE, "ListWorkflowChanges")
async def list_workflow_changes(
    request: pb.ListWorkflowChangesRequest, caller: Principal, workflows: Workflows
) -> pb.ListWorkflowChangesResponse:
    asked = CHANGES.struct(request)
    version_id, other = parse(VERSION, asked.workflow_version_id), parse(VERSION, asked.against)
    found = await workflows.compare(caller, parse(WORKFLOW, asked.workflow_id), version_id, other)
    return CHANGED.message(change_list(found))


@method(SERVICE, "ActivateWorkflow", keyed=Keyed.OPTIONAL)
async def activate_workflow(
    request: pb.ActivateWorkflowRequest, caller: Principal, workflows: Workflows
) -> pb.Workflow:
    asked = ACTIVATE.struct(request)
    version_id = parse(VERSION, asked.version_id)
    found = await workflows.activate(caller, parse(WORKFLOW, asked.workflow_id), version_id, asked.reason)
    return SHOWN.message(workflow_view(found))


@method(SERVICE, "DeactivateWorkflow", keyed=Keyed.OPTIONAL)
async def deactivate_workflow(
    request: pb.DeactivateWorkflowRequest, caller: Principal, workflows: Workflows
) -> pb.Workflow:
    workflow_id = parse(WORKFLOW, DEACTIVATE.struct(request).workflow_id)
    return SHOWN.message(workflow_view(await workflows.deactivate(caller, workflow_id)))


@method(SERVICE, "ListWorkflowTemplates")
async def list_workflow_templates(
    request: pb.ListWorkflowTemplatesRequest, caller: Principal, workflows: Workflows
) -> pb.ListWorkflowTemplatesResponse:
    return TEMPLATES.message(template_list(await workflows.templates(caller)))


@method(SERVICE, "ActivateWorkflowTemplate", keyed=Keyed.OPTIONAL)
async def activate_workflow_template(
    request: pb.ActivateWorkflowTemplateRequest, caller: Principal, workflows: Workflows
) -> pb.Workflow:
    asked = TEMPLATE.struct(request)
    return SHOWN.message(
        workflow_view(await workflows.activate_template(caller, asked.template, asked.reason))
    )


METHODS = [
    check_workflow,
    push_workflow,
    list_workflows,
    get_workflow,
    list_workflow_versions,
    get_workflow_version,
    list_workflow_changes,
    activate_workflow,
    deactivate_workflow,
    list_workflow_templates,
    activate_workflow_template,
]
