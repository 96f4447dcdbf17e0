"""Training jobs and retraining plans as both faces show them."""

from datetime import datetime

import msgspec

from core.ids import public
from core.pages import Page
from inference.actionable import ActionableColumn
from inference.manifest import Task
from inference.retraining_entities import EndIn, Plan, RowSource, State, TrainingJob, Trigger


class TrainingJobView(msgspec.Struct, frozen=True, kw_only=True):
    """One job, with how far it is.

    task: what it shall tell; null for what the champion tells.
    features: what it shall score beside its feature set; empty for what the champion has.
    actionable: what the version shall call actionable; empty for what the champion does.
    share: how much of it is done, 0 to 1.
    rows: how many it learns from.
    positives: of how many it happened; null where nothing happens: of numbers, classes and anomalies.
    version_id: what it made.
    deployment_id: the shadow.
    reason: why it failed.
    """

    id: str
    use_case: str
    source: RowSource
    task: Task | None
    features: list[str]
    actionable: list[ActionableColumn]
    days: int
    presumed_after_days: int | None
    end_in: EndIn
    trigger: Trigger
    state: State
    step: str
    share: float
    rows: int | None
    positives: int | None
    version_id: str | None
    deployment_id: str | None
    reason: str | None
    created_at: datetime
    created_by: str
    started_at: datetime | None
    ended_at: datetime | None


class TrainingJobPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of jobs, newest first."""

    data: list[TrainingJobView]
    has_more: bool
    next_after: str | None


class RetrainingPlanView(msgspec.Struct, frozen=True, kw_only=True):
    """A plan as it stands.

    task: what it shall tell; null for what the champion tells.
    features: what it shall score beside its feature set; empty for what the champion has.
    next_at: when its schedule comes next.
    """

    use_case: str
    on_drift: bool
    schedule: str | None
    source: RowSource
    task: Task | None
    features: list[str]
    days: int
    presumed_after_days: int | None
    next_at: datetime | None
    updated_at: datetime
    updated_by: str


class RetrainingPlans(msgspec.Struct, frozen=True, kw_only=True):
    """All plans of an environment, by use case."""

    data: list[RetrainingPlanView]


def training_job_view(job: TrainingJob) -> TrainingJobView:
    return TrainingJobView(
        id=public("tjb", job.id),
        use_case=job.request.use_case,
        source=job.request.source,
        task=job.request.task,
        features=list(job.request.features),
        actionable=list(job.request.actionable),
        days=job.request.days,
        presumed_after_days=job.request.presumed_after_days,
        end_in=job.request.end_in,
        trigger=job.trigger,
        state=job.state,
        step=job.step,
        share=job.share,
        rows=job.rows,
        positives=job.positives,
        version_id=None if job.version_id is None else public("ver", job.version_id),
        deployment_id=None if job.deployment_id is None else public("dep", job.deployment_id),
        reason=job.reason,
        created_at=job.created_at,
        created_by=job.created_by,
        started_at=job.started_at,
        ended_at=job.ended_at,
    )


def training_job_page(page: Page[TrainingJob]) -> TrainingJobPage:
    return TrainingJobPage(
        data=[training_job_view(each) for each in page.data],
        has_more=page.has_more,
        next_after=page.next_after,
    )


def retraining_plan_view(plan: Plan) -> RetrainingPlanView:
    return RetrainingPlanView(
        use_case=plan.use_case,
        on_drift=plan.request.on_drift,
        schedule=plan.request.schedule,
        source=plan.request.source,
        task=plan.request.task,
        features=list(plan.request.features),
        days=plan.request.days,
        presumed_after_days=plan.request.presumed_after_days,
        next_at=plan.next_at,
        updated_at=plan.updated_at,
        updated_by=plan.updated_by,
    )


def retraining_plans(plans: list[Plan]) -> RetrainingPlans:
    return RetrainingPlans(data=[retraining_plan_view(each) for each in plans])
