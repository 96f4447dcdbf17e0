"""Workflows, put together: what their steps may do, for the server that checks names and for the worker that acts."""

from collections.abc import Sequence
from typing import TypedDict

from app.background import Background
from app.wiring.actions import outbound_actions
from app.wiring.cases import CaseWork
from app.wiring.foundation import Foundation
from inference.services import InferenceServices
from resolution.actions import Action, Actions
from resolution.decision_askers import DecisionAskers
from resolution.decision_news import DecisionNews
from resolution.outbound.exchange import Shut, WayOut
from resolution.workflows.deciding import DecideAction, Decides
from resolution.workflows.decision_starts import DecisionStarts
from resolution.workflows.erasures import Erasures
from resolution.workflows.instances import Instances
from resolution.workflows.runner import Runner, RunnerSettings
from resolution.workflows.trial_watch import TrialWatch
from resolution.workflows.trials import Trials
from resolution.workflows.triggers import Triggers
from resolution.workflows.workflows import Workflows


class WorkflowServices(TypedDict):
    """Fields of `Services`."""

    workflows: Workflows
    workflow_instances: Instances
    workflow_trials: Trials


def actions(base: Foundation, decisions: Decides, work: CaseWork, way_out: WayOut) -> Actions:
    """The allow-list: an action is added here, and to nothing else."""
    listed: Sequence[Action] = (
        DecideAction(decisions),
        *work.actions,
        *outbound_actions(base, way_out),
    )
    return Actions(listed)


def workflow_services(base: Foundation, decisions: Decides, work: CaseWork) -> WorkflowServices:
    return WorkflowServices(
        workflows=workflows(base, decisions, work),
        workflow_instances=instances(base),
        workflow_trials=trials(base),
    )


def workflows(base: Foundation, decisions: Decides, work: CaseWork) -> Workflows:
    allowed = actions(base, decisions, work, Shut())
    return Workflows(base.database, base.clock, allowed, allowed.schemas)


def instances(base: Foundation) -> Instances:
    return Instances(base.database, base.tenants.vaults, base.clock)


def trials(base: Foundation) -> Trials:
    return Trials(base.database, base.clock, base.cpu)


def triggers(base: Foundation) -> Triggers:
    return Triggers(base.database, base.tenants.vaults, base.clock)


def run_workflows(
    base: Foundation, services: InferenceServices, background: Background, work: CaseWork, way_out: WayOut
) -> None:
    """Start the worker's loops: what is due is worked off, and outcomes start what they start."""
    allowed = actions(base, services.decisions, work, way_out)
    runner = Runner(base.database, base.tenants.vaults, base.clock, allowed, RunnerSettings())
    background.start("workflows", runner.run)
    starts = DecisionStarts(base.tenants.vaults, base.clock, triggers(base))
    askers = DecisionAskers(base.database)
    background.start("who asks for decisions", askers.run)
    background.start("decisions", DecisionNews(base.database, base.clock, askers, starts).run)
    background.start("erasures", Erasures(base.database, base.clock).run)
    background.start("trials", TrialWatch(base.database, base.clock, base.cpu).run)
