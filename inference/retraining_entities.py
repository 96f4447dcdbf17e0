"""What training is asked for, what becomes of it, and the plans that ask by themselves."""

import datetime as dt
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from core.errors import ErrorKind, InvalidRequest, PlatformError
from inference.actionable import ActionableColumns
from inference.declared.entities import FeatureName
from inference.manifest import ADDED_MAX, Task

DAYS_MAX = 1_100
ROWS_MAX = 100_000

RowSource = Literal["decisions", "facts"]
EndIn = Literal["version", "shadow"]
"""Never a champion: what decides is changed by a person, or not at all."""
Trigger = Literal["manual", "drift", "schedule"]
State = Literal["queued", "running", "succeeded", "failed", "cancelled"]

UseCaseName = Annotated[str, Meta(min_length=1, max_length=64)]
Days = Annotated[int, Meta(ge=1, le=DAYS_MAX)]
Name = Annotated[str, Meta(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f\x7f]+$(?!\n)")]
Features = Annotated[tuple[FeatureName, ...], Meta(max_length=ADDED_MAX)]
Cron = Annotated[str, Meta(min_length=9, max_length=100)]
Seed = Annotated[int, Meta(ge=0, le=2_147_483_647)]


class TrainingRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to train, and on what.

    use_case: the question that the version shall answer.
    source: `decisions` learns from stored decisions, from the very features that were scored, and their feedback; `facts` from
        ingested payments, their features computed again as of each payment, with feedback where it is needed. Versions that
        compute their features from an event learn from the facts that questions brought along, whichever it is.
    task: what it shall tell; without it, what the champion tells. A probability learns from `happened` of feedback, a number from
        `value`, classes from `label`, anomalies from all rows.
    features: features of the catalogue or of your own that it shall score beside its feature set, by name; your own as they are
        declared when the job runs. Without any, those of the champion. Of a probability alone.
    actionable: columns of your own that a person can be asked to change, for counterfactuals. Without any, those of the champion.
    days: how far back.
    presumed_after_days: what is older than this and has no feedback counts as not happened; without it, it is left out. Of a
        probability alone.
    end_in: `version` registers; `shadow` also lets the version score live traffic without answering anybody. A job never makes a champion.
    name: what to call the version.
    seed: the same rows and seed give the same model.
    """

    use_case: UseCaseName
    source: RowSource = "decisions"
    task: Task | None = None
    features: Features = ()
    actionable: ActionableColumns = ()
    days: Days = 90
    presumed_after_days: Days | None = None
    end_in: EndIn = "version"
    name: Name | None = None
    seed: Seed = 20_261_121


class PlanRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When a use case shall be trained anew by itself, and how; the job always ends in shadow.

    on_drift: when a version of it in service begins to drift.
    schedule: at these times, as in cron, in UTC: minute, hour, day of month, month, day of week.
    source, task, features, days, presumed_after_days: as of a training job.
    """

    on_drift: bool = False
    schedule: Cron | None = None
    source: RowSource = "decisions"
    task: Task | None = None
    features: Features = ()
    days: Days = 90
    presumed_after_days: Days | None = None


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """A plan as it stands. next_at: when its schedule comes next."""

    use_case: str
    request: PlanRequest
    updated_at: dt.datetime
    updated_by: str
    next_at: dt.datetime | None


class TrainingJob(msgspec.Struct, frozen=True, kw_only=True):
    """One job. share: how much of it is done, 0 to 1. reason: why it failed. rows: what it learned from; positives: of how many
    it happened, None where nothing happens: numbers, classes, anomalies."""

    id: UUID
    request: TrainingRequest
    trigger: Trigger
    state: State
    step: str
    share: float
    rows: int | None
    positives: int | None
    version_id: UUID | None
    deployment_id: UUID | None
    reason: str | None
    created_at: dt.datetime
    created_by: str
    started_at: dt.datetime | None
    ended_at: dt.datetime | None


class TrainingJobNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "training_job_not_found"
    fix = "List the jobs of this environment to see which there are."


class TrainingJobOpen(PlatformError):
    kind = ErrorKind.CONFLICT
    code = "training_job_open"
    fix = "Wait for the job of this use case that is under way, or cancel it."


class TrainingJobEnded(PlatformError):
    kind = ErrorKind.CONFLICT
    code = "training_job_ended"
    fix = "It has ended: there is nothing to cancel."


class PlanNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "retraining_plan_not_found"
    fix = "Put a plan for this use case first."


class TrainingRefused(InvalidRequest):
    code = "training_refused"


class TrainingImpossible(PlatformError):
    """A job that could not succeed whatever is stored, as long as the champion is what it is."""

    kind = ErrorKind.PRECONDITION
    code = "training_impossible"
    fix = "Ask for what the champion's kind of version can learn from jobs, or deploy another champion first."


class TrainingFailed(PlatformError):
    """A training job that ends without a version; the message is for its tenant."""

    kind = ErrorKind.PRECONDITION
    code = "training_failed"
