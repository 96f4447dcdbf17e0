"""Trials of workflows: two versions side by side, compared while instances end; and why versions were activated."""

from typing import Annotated

import msgspec

from api.rest.operations import Keyed, get, post
from api.rest.paging import DEFAULT_LIMIT, After, Limit
from api.views.workflow_trials import (
    EndWorkflowTrial,
    StartWorkflowTrial,
    TrialStatus,
    WorkflowActivationPage,
    WorkflowTrialComparison,
    WorkflowTrialPage,
    WorkflowTrialView,
    activation_page,
    comparison_view,
    terms_of,
    trial_page,
    trial_view,
)
from core.ids import parse
from resolution.workflows.entities import ACTIVATION, WORKFLOW
from resolution.workflows.trial_entities import TRIAL
from resolution.workflows.trials import Trials
from resolution.workflows.workflows import Workflows
from tenants.principals import Principal

IdText = Annotated[str, msgspec.Meta(max_length=64)]


@post(
    "/workflows/{workflow_id:str}/trials",
    operation_id="startWorkflowTrial",
    summary="Try a version",
    tag="workflows",
    status=201,
    keyed=Keyed.OPTIONAL,
    responses={422: "No version of the workflow is active."},
    example={
        "candidate_version": "wfv_01kc1x5w3efvr9q2d8m4n6p7hs",
        "share_percent": 20,
        "within_s": 86_400,
        "reason": "A shorter first wait.",
    },
)
async def start_workflow_trial(
    caller: Principal, workflow_id: IdText, data: StartWorkflowTrial, workflow_trials: Trials
) -> WorkflowTrialView:
    """Lets a version start a share of the instances beside the active one. A subject falls to the same version every time."""
    terms = terms_of(data)
    return trial_view(await workflow_trials.start(caller, parse(WORKFLOW, workflow_id), terms, data.reason))


@get("/workflow-trials", operation_id="listWorkflowTrials", summary="List trials", tag="workflows")
async def list_workflow_trials(
    caller: Principal,
    workflow_trials: Trials,
    workflow_id: IdText | None = None,
    status: TrialStatus | None = None,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> WorkflowTrialPage:
    """Newest first."""
    found = await workflow_trials.list(
        caller,
        None if workflow_id is None else parse(WORKFLOW, workflow_id),
        None if after is None else parse(TRIAL, after),
        limit,
        is_running=None if status is None else status == "running",
    )
    return trial_page(found)


@get(
    "/workflow-trials/{trial_id:str}", operation_id="getWorkflowTrial", summary="Get a trial", tag="workflows"
)
async def get_workflow_trial(
    caller: Principal, trial_id: IdText, workflow_trials: Trials
) -> WorkflowTrialView:
    return trial_view(await workflow_trials.get(caller, parse(TRIAL, trial_id)))


@get(
    "/workflow-trials/{trial_id:str}/comparison",
    operation_id="getWorkflowTrialComparison",
    summary="Compare two versions",
    tag="workflows",
)
async def get_workflow_trial_comparison(
    caller: Principal, trial_id: IdText, workflow_trials: Trials
) -> WorkflowTrialComparison:
    """What both versions did so far, with a test that may be looked at at any time; of a trial that has ended, until then.

    Instances that are open count as if they ended in the way that speaks against what is said, so their number says nothing yet.
    """
    return comparison_view(await workflow_trials.compare(caller, parse(TRIAL, trial_id)))


@post(
    "/workflow-trials/{trial_id:str}/end",
    operation_id="endWorkflowTrial",
    summary="End a trial",
    tag="workflows",
    keyed=Keyed.OPTIONAL,
    example={"ending": "adopt", "reason": "Fewer cases, agreed with the desk."},
)
async def end_workflow_trial(
    caller: Principal, trial_id: IdText, data: EndWorkflowTrial, workflow_trials: Trials
) -> WorkflowTrialView:
    """Adopts the candidate as the active version, or keeps the one that is; open instances go on by their own."""
    ended = await workflow_trials.end(
        caller, parse(TRIAL, trial_id), data.reason, adopt=data.ending == "adopt"
    )
    return trial_view(ended)


@get(
    "/workflows/{workflow_id:str}/activations",
    operation_id="listWorkflowActivations",
    summary="List activations",
    tag="workflows",
)
async def list_workflow_activations(
    caller: Principal,
    workflow_id: IdText,
    workflows: Workflows,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> WorkflowActivationPage:
    """Which version started instances since when, by whom and why, newest first."""
    cursor = None if after is None else parse(ACTIVATION, after)
    return activation_page(await workflows.activations(caller, parse(WORKFLOW, workflow_id), cursor, limit))


HANDLERS = [
    start_workflow_trial,
    list_workflow_trials,
    get_workflow_trial,
    get_workflow_trial_comparison,
    end_workflow_trial,
    list_workflow_activations,
]
