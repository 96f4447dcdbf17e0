"""Workflows: what happens after an outcome, as data; checked, pushed as versions, activated, compared; and what ships."""

from typing import Annotated

import msgspec

from api.rest.operations import Keyed, get, post
from api.rest.paging import DEFAULT_LIMIT, After, Limit
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
from resolution.workflows.entities import VERSION, WORKFLOW
from resolution.workflows.workflows import Workflows
from tenants.principals import Principal

IdText = Annotated[str, msgspec.Meta(max_length=64)]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
DOCUMENT = {
    "document": {"dsl": "1.0.0", "namespace": "asha", "name": "late-payout", "version": "1.0.0"},
    "do": [
        {"pause": {"wait": {"hours": 2}}},
        {
            "tell": {
                "call": "alert.raise",
                "with": {"kind": "late-payout", "subject": "${ $workflow.subject }", "severity": "high"},
            }
        },
    ],
}


@post(
    "/workflows/check",
    operation_id="checkWorkflow",
    summary="Check a workflow",
    tag="workflows",
    bulk=True,
    example={"document": DOCUMENT},
)
async def check_workflow(caller: Principal, data: CheckWorkflow, workflows: Workflows) -> WorkflowCheckView:
    """Says what a document would do, or names every place that is wrong. Nothing is kept."""
    return check_view(await workflows.validate(caller, data.document))


@post(
    "/workflows",
    operation_id="pushWorkflow",
    summary="Push a version",
    tag="workflows",
    status=201,
    bulk=True,
    keyed=Keyed.OPTIONAL,
    example={"document": DOCUMENT, "reason": "Tell us of late payouts."},
)
async def push_workflow(caller: Principal, data: PushWorkflow, workflows: Workflows) -> WorkflowVersionView:
    """Checks a document and keeps it as the next version of the workflow of its name. It starts nothing until it is activated.

    Pushing what equals the newest version answers with that version.
    """
    return version_view(await workflows.push(caller, data.document, data.reason))


@get("/workflows", operation_id="listWorkflows", summary="List workflows", tag="workflows")
async def list_workflows(
    caller: Principal, workflows: Workflows, after: After = None, limit: Limit = DEFAULT_LIMIT
) -> WorkflowPage:
    """Newest first."""
    cursor = None if after is None else parse(WORKFLOW, after)
    return workflow_page(await workflows.list(caller, cursor, limit))


@get("/workflows/{workflow_id:str}", operation_id="getWorkflow", summary="Get a workflow", tag="workflows")
async def get_workflow(caller: Principal, workflow_id: IdText, workflows: Workflows) -> WorkflowView:
    return workflow_view(await workflows.get(caller, parse(WORKFLOW, workflow_id)))


@get(
    "/workflows/{workflow_id:str}/versions",
    operation_id="listWorkflowVersions",
    summary="List versions",
    tag="workflows",
)
async def list_workflow_versions(
    caller: Principal,
    workflow_id: IdText,
    workflows: Workflows,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> WorkflowVersionPage:
    """Newest first, without their documents."""
    cursor = None if after is None else parse(VERSION, after)
    return version_page(await workflows.versions(caller, parse(WORKFLOW, workflow_id), cursor, limit))


@get(
    "/workflows/{workflow_id:str}/versions/{workflow_version_id:str}",
    operation_id="getWorkflowVersion",
    summary="Get a version",
    tag="workflows",
)
async def get_workflow_version(
    caller: Principal, workflow_id: IdText, workflow_version_id: IdText, workflows: Workflows
) -> WorkflowVersionView:
    version_id = parse(VERSION, workflow_version_id)
    return version_view(await workflows.version(caller, parse(WORKFLOW, workflow_id), version_id))


@get(
    "/workflows/{workflow_id:str}/versions/{workflow_version_id:str}/changes",
    operation_id="listWorkflowChanges",
    summary="Compare versions",
    tag="workflows",
)
async def list_workflow_changes(
    caller: Principal, workflow_id: IdText, workflow_version_id: IdText, against: IdText, workflows: Workflows
) -> WorkflowChangeList:
    """What changed from the version `against` to this one, place by place."""
    version_id, other = parse(VERSION, workflow_version_id), parse(VERSION, against)
    return change_list(await workflows.compare(caller, parse(WORKFLOW, workflow_id), version_id, other))


@post(
    "/workflows/{workflow_id:str}/activate",
    operation_id="activateWorkflow",
    summary="Activate a version",
    tag="workflows",
    keyed=Keyed.OPTIONAL,
    example={"version_id": "wfv_01kc1x5w3efvr9q2d8m4n6p7hs", "reason": "Agreed with the desk."},
)
async def activate_workflow(
    caller: Principal, workflow_id: IdText, data: ActivateWorkflow, workflows: Workflows
) -> WorkflowView:
    """Lets a version start instances from now on; open ones go on by the version that started them. A trial of the workflow ends."""
    version_id = parse(VERSION, data.version_id)
    return workflow_view(
        await workflows.activate(caller, parse(WORKFLOW, workflow_id), version_id, data.reason)
    )


@post(
    "/workflows/{workflow_id:str}/deactivate",
    operation_id="deactivateWorkflow",
    summary="Let nothing start",
    tag="workflows",
    keyed=Keyed.OPTIONAL,
)
async def deactivate_workflow(caller: Principal, workflow_id: IdText, workflows: Workflows) -> WorkflowView:
    """Lets nothing start any more; open instances go on."""
    return workflow_view(await workflows.deactivate(caller, parse(WORKFLOW, workflow_id)))


@get("/workflow-templates", operation_id="listWorkflowTemplates", summary="List templates", tag="workflows")
async def list_workflow_templates(caller: Principal, workflows: Workflows) -> WorkflowTemplateList:
    """The workflows that ship with the service, to be activated as they are, or copied and changed."""
    return template_list(await workflows.templates(caller))


@post(
    "/workflow-templates/{template:str}/activate",
    operation_id="activateWorkflowTemplate",
    summary="Activate a template",
    tag="workflows",
    keyed=Keyed.OPTIONAL,
    example={"reason": "Late banks."},
)
async def activate_workflow_template(
    caller: Principal, template: Name, data: ActivateWorkflowTemplate, workflows: Workflows
) -> WorkflowView:
    """Copies a shipped workflow into the environment and lets it start instances."""
    return workflow_view(await workflows.activate_template(caller, template, data.reason))


HANDLERS = [
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
