"""Trials of workflows and what was activated, as both faces show them."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from core.ids import parse, public
from core.pages import Page
from inference.arm_trials import Breach
from inference.experiments import Difference
from inference.guardrails import Part
from resolution.workflows.entities import ACTIVATION, VERSION, WORKFLOW, Activation, Reason
from resolution.workflows.trial_entities import (
    FAIL_RISE_MAX,
    SHARE_PERCENT,
    TRIAL,
    WITHIN_S,
    ArmFigures,
    EndedAs,
    SharePercent,
    Successes,
    Terms,
    Trial,
    TrialComparison,
    Within,
)
from resolution.workflows.trial_judging import Success, Verdict

IdText = Annotated[str, Meta(max_length=64)]
TrialEnding = Literal["adopt", "keep"]
TrialStatus = Literal["running", "ended"]


class StartWorkflowTrial(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A version to be tried beside the active one.

    candidate_version: another version of the workflow, which starts on the same.
    reason: why, for those who read the history.
    share_percent: of the subjects; which ones is a stable hash.
    success: endings that count as one. Whatever else ends an instance is a failure, and so is being late.
    within_s: an instance that has not ended so long after its start is late.
    fail_rise_max: guardrail: the trial ends by itself when surely so much more of the candidate's instances fail, in parts of 1.
    """

    candidate_version: IdText
    reason: Reason
    share_percent: SharePercent = SHARE_PERCENT
    success: Successes = ("completed",)
    within_s: Within = WITHIN_S
    fail_rise_max: Part = FAIL_RISE_MAX


class EndWorkflowTrial(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a trial shall end.

    ending: adopt makes the candidate the active version, keep leaves the one that is.
    reason: why, for those who read the history.
    """

    ending: TrialEnding
    reason: Reason


class WorkflowTrialView(msgspec.Struct, frozen=True, kw_only=True):
    """A trial of two versions of a workflow.

    id: our id.
    workflow_id: the workflow.
    control_version: the version that was active when it began.
    candidate_version: the one that is tried.
    share_percent: of the subjects, for the candidate.
    success: endings that count as one.
    within_s: after so long an instance is late.
    fail_rise_max: guardrail.
    reason: why it was started.
    started_by: by whom.
    started_at: when.
    status: running or ended.
    ended_at: when it ended.
    ended_by: who ended it; `system` is the guardrail.
    ended_as: adopted and kept by a member, guardrail by itself, replaced and deactivated by what became of the workflow.
    ended_reason: why.
    """

    id: str
    workflow_id: str
    control_version: str
    candidate_version: str
    share_percent: int
    success: tuple[Success, ...]
    within_s: int
    fail_rise_max: float
    reason: str
    started_by: str
    started_at: datetime
    status: TrialStatus
    ended_at: datetime | None
    ended_by: str | None
    ended_as: EndedAs | None
    ended_reason: str | None


class WorkflowTrialPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of trials, newest first."""

    data: list[WorkflowTrialView]
    has_more: bool
    next_after: str | None


class WorkflowTrialArm(msgspec.Struct, frozen=True, kw_only=True):
    """What one version did in a trial, for each subject the first time.

    version_id: the version.
    instances: how many it started.
    open: those that have not ended, and still have time.
    completed: ended well, with no case opened.
    case_opened: ended well, after a case was opened.
    faulted: ended by an error.
    cancelled: ended by somebody.
    late: did not end in time.
    success_rate: of those that are not open.
    mean_s: how long they took, those that are late all their time.
    """

    version_id: str
    instances: int
    open: int
    completed: int
    case_opened: int
    faulted: int
    cancelled: int
    late: int
    success_rate: float | None
    mean_s: float | None


class WorkflowTrialComparison(msgspec.Struct, frozen=True, kw_only=True):
    """The candidate beside the active version, as of now or of the trial's end; it may be read as often as you like.

    trial_id: the trial.
    since: from when instances count.
    until: now, or its end.
    level: of each interval, at all times at once.
    control: what the active version did.
    candidate: what the candidate did.
    differences: candidate minus control, of `success_rate` and of `time_used`, in parts of `within_s`.
    guardrails: what ends the trial by itself.
    breached: whether a guardrail is.
    verdict: of the success rate; undecided is no difference seen yet.
    """

    trial_id: str
    since: datetime
    until: datetime
    level: float
    control: WorkflowTrialArm
    candidate: WorkflowTrialArm
    differences: list[Difference]
    guardrails: list[Breach]
    breached: bool
    verdict: Verdict


class WorkflowActivationView(msgspec.Struct, frozen=True, kw_only=True):
    """A change of what starts instances.

    id: our id.
    version_id: the version that did from then on; null for none.
    previous_version_id: the one before.
    actor: who changed it.
    reason: why.
    activated_at: when.
    """

    id: str
    version_id: str | None
    previous_version_id: str | None
    actor: str
    reason: str
    activated_at: datetime


class WorkflowActivationPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of activations, newest first."""

    data: list[WorkflowActivationView]
    has_more: bool
    next_after: str | None


def terms_of(sent: StartWorkflowTrial) -> Terms:
    """Raises: InvalidId."""
    return Terms(
        candidate_version=parse(VERSION, sent.candidate_version),
        share_percent=sent.share_percent,
        success=tuple(sent.success),
        within_s=sent.within_s,
        fail_rise_max=sent.fail_rise_max,
    )


def trial_view(trial: Trial) -> WorkflowTrialView:
    fields = msgspec.structs.asdict(trial)
    del fields["counted"]
    named: dict[str, object] = {
        "id": public(TRIAL, trial.id),
        "workflow_id": public(WORKFLOW, trial.workflow_id),
        "control_version": public(VERSION, trial.control_version),
        "candidate_version": public(VERSION, trial.candidate_version),
        "status": "running" if trial.ended_at is None else "ended",
    }
    return WorkflowTrialView(**fields | named)


def trial_page(page: Page[Trial]) -> WorkflowTrialPage:
    data = [trial_view(each) for each in page.data]
    return WorkflowTrialPage(data=data, has_more=page.has_more, next_after=page.next_after)


def comparison_view(found: TrialComparison) -> WorkflowTrialComparison:
    fields = msgspec.structs.asdict(found)
    named: dict[str, object] = {
        "trial_id": public(TRIAL, found.trial_id),
        "control": _arm(found.control),
        "candidate": _arm(found.candidate),
    }
    return WorkflowTrialComparison(**fields | named)


def activation_page(page: Page[Activation]) -> WorkflowActivationPage:
    data = [
        WorkflowActivationView(
            id=public(ACTIVATION, each.id),
            version_id=None if each.version_id is None else public(VERSION, each.version_id),
            previous_version_id=None if each.previous_version_id is None else public(VERSION, each.previous_version_id),
            actor=each.actor,
            reason=each.reason,
            activated_at=each.activated_at,
        )
        for each in page.data
    ]  # fmt: skip
    return WorkflowActivationPage(data=data, has_more=page.has_more, next_after=page.next_after)


def _arm(arm: ArmFigures) -> WorkflowTrialArm:
    return WorkflowTrialArm(**msgspec.structs.asdict(arm) | {"version_id": public(VERSION, arm.version_id)})
