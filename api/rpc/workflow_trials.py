"""Trials of workflows over gRPC: the same use cases as on REST."""

from typing import Annotated

import msgspec

from api.rpc.codec import Codec
from api.rpc.methods import Keyed, method
from api.rpc.stubs.countermark.workflows.v1 import workflows_pb2 as pb
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
from core.pages import LIMIT_DEFAULT, LIMIT_MAX
from resolution.workflows.entities import ACTIVATION, WORKFLOW
from resolution.workflows.trial_entities import TRIAL
from resolution.workflows.trials import Trials
from resolution.workflows.workflows import Workflows
from tenants.principals import Principal

SERVICE = pb.DESCRIPTOR.services_by_name["WorkflowService"]
Id = Annotated[str, msgspec.Meta(max_length=64)]


class _Page(msgspec.Struct, frozen=True, kw_only=True):
    after: Id | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=LIMIT_MAX)] = LIMIT_DEFAULT


class _Start(StartWorkflowTrial, frozen=True, kw_only=True):
    workflow_id: Id


class _List(_Page, frozen=True, kw_only=True):
    workflow_id: Id | None = None
    status: TrialStatus | None = None


class _Named(msgspec.Struct, frozen=True, kw_only=True):
    trial_id: Id


class _End(EndWorkflowTrial, frozen=True, kw_only=True):
    trial_id: Id


class _Activations(_Page, frozen=True, kw_only=True):
    workflow_id: Id


START = Codec(_Start, pb.StartWorkflowTrialRequest)
LIST = Codec(_List, pb.ListWorkflowTrialsRequest)
NAMED = Codec(_Named, pb.GetWorkflowTrialRequest)
COMPARE = Codec(_Named, pb.GetWorkflowTrialComparisonRequest)
END = Codec(_End, pb.EndWorkflowTrialRequest)
ACTIVATIONS = Codec(_Activations, pb.ListWorkflowActivationsRequest)
SHOWN = Codec(WorkflowTrialView, pb.WorkflowTrial)
LISTED = Codec(WorkflowTrialPage, pb.ListWorkflowTrialsResponse)
COMPARED = Codec(WorkflowTrialComparison, pb.WorkflowTrialComparison)
ACTIVATED = Codec(WorkflowActivationPage, pb.ListWorkflowActivationsResponse)


@method(SERVICE, "StartWorkflowTrial", keyed=Keyed.OPTIONAL)
async def start_workflow_trial(
    request: pb.StartWorkflowTrialRequest, caller: Principal, workflow_trials: Trials
) -> pb.WorkflowTrial:
    sent = START.struct(request)
    workflow_id = parse(WORKFLOW, sent.workflow_id)
    started = await workflow_trials.start(caller, workflow_id, terms_of(sent), sent.reason)
    return SHOWN.message(trial_view(started))


@method(SERVICE, "ListWorkflowTrials")
async def list_workflow_trials(
    request: pb.ListWorkflowTrialsRequest, caller: Principal, workflow_trials: Trials
) -> pb.ListWorkflowTrialsResponse:
    asked = LIST.struct(request)
    found = await workflow_trials.list(
        caller,
        None if asked.workflow_id is None else parse(WORKFLOW, asked.workflow_id),
        None if asked.after is None else parse(TRIAL, asked.after),
        asked.limit,
        is_running=None if asked.status is None else asked.status == "running",
    )
    return LISTED.message(trial_page(found))


@method(SERVICE, "GetWorkflowTrial")
async def get_workflow_trial(
    request: pb.GetWorkflowTrialRequest, caller: Principal, workflow_trials: Trials
) -> pb.WorkflowTrial:
    trial_id = parse(TRIAL, NAMED.struct(request).trial_id)
    return SHOWN.message(trial_view(await workflow_trials.get(caller, trial_id)))


@method(SERVICE, "GetWorkflowTrialComparison")
async def get_workflow_trial_comparison(
    request: pb.GetWorkflowTrialComparisonRequest, caller: Principal, workflow_trials: Trials
) -> pb.WorkflowTrialComparison:
    trial_id = parse(TRIAL, COMPARE.struct(request).trial_id)
    return COMPARED.message(comparison_view(await workflow_trials.compare(caller, trial_id)))


@method(SERVICE, "EndWorkflowTrial", keyed=Keyed.OPTIONAL)
async def end_workflow_trial(
    request: pb.EndWorkflowTrialRequest, caller: Principal, workflow_trials: Trials
) -> pb.WorkflowTrial:
    asked = END.struct(request)
    adopt = asked.ending == "adopt"
    ended = await workflow_trials.end(caller, parse(TRIAL, asked.trial_id), asked.reason, adopt=adopt)
    return SHOWN.message(trial_view(ended))


@method(SERVICE, "ListWorkflowActivations")
async def list_workflow_activations(
    request: pb.ListWorkflowActivationsRequest, caller: Principal, workflows: Workflows
) -> pb.ListWorkflowActivationsResponse:
    asked = ACTIVATIONS.struct(request)
    cursor = None if asked.after is None else parse(ACTIVATION, asked.after)
    workflow_id = parse(WORKFLOW, asked.workflow_id)
    return ACTIVATED.message(
        activation_page(await workflows.activations(caller, workflow_id, cursor, asked.limit))
    )


METHODS = [
    start_workflow_trial,
    list_workflow_trials,
    get_workflow_trial,
    get_workflow_trial_comparison,
    end_workflow_trial,
    list_workflow_activations,
]
