"""A trial: two versions of one workflow side by side, which one a subject falls to by a stable hash."""

import datetime as dt
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from core.errors import ErrorKind, PlatformError
from inference.arm_trials import Breach
from inference.experiments import Difference
from inference.guardrails import Part
from resolution.workflows.trial_judging import Counted, Success, Verdict

TRIAL = "wft"
SHARE_PERCENT = 10
WITHIN_S = 7 * 86_400
FAIL_RISE_MAX = 0.02

SharePercent = Annotated[int, Meta(ge=1, le=90)]
Within = Annotated[int, Meta(ge=60, le=90 * 86_400)]
Successes = Annotated[tuple[Success, ...], Meta(min_length=1, max_length=3)]
EndedAs = Literal["adopted", "kept", "guardrail", "replaced", "deactivated"]
"""adopted: the candidate is active now. kept: the control stays. replaced: another activation put an end to it."""


class TrialNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "workflow_trial_not_found"
    fix = "List the trials of this environment and use one of their ids."


class TrialRunning(PlatformError):
    kind = ErrorKind.CONFLICT
    code = "workflow_trial_running"
    fix = "End the trial that is running first: two at once could not be told apart."


class TrialEnded(PlatformError):
    kind = ErrorKind.CONFLICT
    code = "workflow_trial_ended"
    fix = "Look at the trial: it says how it ended."


class TrialRefused(PlatformError):
    kind = ErrorKind.INVALID
    code = "workflow_trial_refused"


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What is tried. success: endings that count as one. within_s: what has not ended by then is late, which is a failure.

    fail_rise_max: the guardrail, in parts of 1: how much more of the candidate's instances may fail. At 1 it is off.
    """

    candidate_version: UUID
    share_percent: SharePercent = SHARE_PERCENT
    success: Successes = ("completed",)
    within_s: Within = WITHIN_S
    fail_rise_max: Part = FAIL_RISE_MAX


class Trial(msgspec.Struct, frozen=True, kw_only=True):
    """counted: what both did until its end; None while it runs."""

    id: UUID
    workflow_id: UUID
    control_version: UUID
    candidate_version: UUID
    share_percent: int
    success: tuple[Success, ...]
    within_s: int
    fail_rise_max: float
    reason: str
    started_by: str
    started_at: dt.datetime
    ended_at: dt.datetime | None = None
    ended_by: str | None = None
    ended_as: EndedAs | None = None
    ended_reason: str | None = None
    counted: tuple[Counted, ...] | None = None


class ArmFigures(msgspec.Struct, frozen=True, kw_only=True):
    """What one version did, for each subject the first time. success_rate, mean_s: of those that are not open any more."""

    version_id: UUID
    instances: int
    open: int
    completed: int
    case_opened: int
    faulted: int
    cancelled: int
    late: int
    success_rate: float | None
    mean_s: float | None


class TrialComparison(msgspec.Struct, frozen=True, kw_only=True):
    """The candidate beside the control. differences: candidate minus control, of `success_rate` and of `time_used`, the part of
    `within_s` that an instance took. verdict: what is known of the success rate, whenever it is read.
    """

    trial_id: UUID
    since: dt.datetime
    until: dt.datetime
    level: float
    control: ArmFigures
    candidate: ArmFigures
    differences: list[Difference]
    guardrails: list[Breach]
    breached: bool
    verdict: Verdict
