"""Training as a job: asked for, watched, cancelled; and plans that ask for it by drift or by schedule."""

from typing import Annotated

import msgspec

from api.rest.operations import Keyed, delete, get, post, put
from api.rest.paging import DEFAULT_LIMIT, After, Limit
from api.views.training_jobs import (
    RetrainingPlans,
    RetrainingPlanView,
    TrainingJobPage,
    TrainingJobView,
    retraining_plan_view,
    retraining_plans,
    training_job_page,
    training_job_view,
)
from core.ids import parse
from inference.retraining import TrainingJobs
from inference.retraining_entities import PlanRequest, TrainingRequest
from tenants.principals import Principal

UseCaseName = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]

_ASKED = {
    "use_case": "transaction-anomaly",
    "source": "decisions",
    "days": 90,
    "presumed_after_days": 45,
    "end_in": "shadow",
}
_JOB = {
    "id": "tjb_01kc1x5w3ceyp8s1r7t3v5w9ya",
    **_ASKED,
    "task": None,
    "features": ["fixed_costs"],
    "actionable": [],
    "trigger": "manual",
    "state": "running",
    "step": "Fitting on 48,210 rows and 30 features",
    "share": 0.37,
    "rows": 48_210,
    "positives": 391,
    "version_id": None,
    "deployment_id": None,
    "reason": None,
    "created_at": "2026-11-20T13:13:26Z",
    "created_by": "key_01kc1x5w3efvr9q2d8m4n6p7hs",
    "started_at": "2026-11-20T13:13:27Z",
    "ended_at": None,
}
_PLANNED = {"on_drift": True, "schedule": "30 3 * * 1", "presumed_after_days": 45}
_PLAN = {
    "use_case": "transaction-anomaly",
    "on_drift": True,
    "schedule": "30 3 * * 1",
    "source": "decisions",
    "task": None,
    "features": [],
    "days": 90,
    "presumed_after_days": 45,
    "next_at": "2026-11-23T03:30:00Z",
    "updated_at": "2026-11-20T13:13:26Z",
    "updated_by": "mbr_01kc1x5w3efvr9q2d8m4n6p7hs",
}


@post(
    "/training-jobs",
    operation_id="createTrainingJob",
    summary="Train a version",
    tag="training",
    status=201,
    keyed=Keyed.OPTIONAL,
    example=_ASKED,
    answer_example=_JOB,
)
async def create_training_job(
    caller: Principal, training_jobs: TrainingJobs, data: TrainingRequest
) -> TrainingJobView:
    """Queues a job that learns from stored decisions or ingested payments and their feedback, registers a version, and at most lets it
    score in the shadow: what answers is never changed by a job. One job of a use case is under way at a time.
    """
    return training_job_view(await training_jobs.create(caller, data))


@get(
    "/training-jobs/{job_id:str}",
    operation_id="getTrainingJob",
    summary="Get a training job",
    tag="training",
    answer_example=_JOB,
)
async def get_training_job(caller: Principal, training_jobs: TrainingJobs, job_id: str) -> TrainingJobView:
    """With how far it is."""
    return training_job_view(await training_jobs.get(caller, parse("tjb", job_id)))


@get("/training-jobs", operation_id="listTrainingJobs", summary="List training jobs", tag="training")
async def list_training_jobs(
    caller: Principal,
    training_jobs: TrainingJobs,
    *,
    use_case: UseCaseName | None = None,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> TrainingJobPage:
    """Newest first."""
    cursor = None if after is None else parse("tjb", after)
    return training_job_page(await training_jobs.list(caller, use_case, cursor, limit))


@post(
    "/training-jobs/{job_id:str}/cancel",
    operation_id="cancelTrainingJob",
    summary="Cancel a training job",
    tag="training",
    keyed=Keyed.OPTIONAL,
    answer_example={**_JOB, "state": "cancelled", "step": "Cancelled", "ended_at": "2026-11-20T13:14:02Z"},
)
async def cancel_training_job(caller: Principal, training_jobs: TrainingJobs, job_id: str) -> TrainingJobView:
    """Its process stops within seconds, and nothing of it is kept."""
    return training_job_view(await training_jobs.cancel(caller, parse("tjb", job_id)))


@put(
    "/retraining-plans/{use_case:str}",
    operation_id="putRetrainingPlan",
    summary="Plan to train anew",
    tag="training",
    keyed=Keyed.OPTIONAL,
    example=_PLANNED,
    answer_example=_PLAN,
)
async def put_retraining_plan(
    caller: Principal, training_jobs: TrainingJobs, use_case: str, data: PlanRequest
) -> RetrainingPlanView:
    """By drift of the champion, by schedule, or both; the job ends in shadow."""
    return retraining_plan_view(await training_jobs.put_plan(caller, use_case, data))


@get(
    "/retraining-plans/{use_case:str}",
    operation_id="getRetrainingPlan",
    summary="Get a retraining plan",
    tag="training",
    answer_example=_PLAN,
)
async def get_retraining_plan(
    caller: Principal, training_jobs: TrainingJobs, use_case: str
) -> RetrainingPlanView:
    return retraining_plan_view(await training_jobs.get_plan(caller, use_case))


@get("/retraining-plans", operation_id="listRetrainingPlans", summary="List retraining plans", tag="training")
async def list_retraining_plans(caller: Principal, training_jobs: TrainingJobs) -> RetrainingPlans:
    """All of them, by use case."""
    return retraining_plans(await training_jobs.list_plans(caller))


@delete(
    "/retraining-plans/{use_case:str}",
    operation_id="deleteRetrainingPlan",
    summary="Drop a retraining plan",
    tag="training",
    status=204,
)
async def delete_retraining_plan(caller: Principal, training_jobs: TrainingJobs, use_case: str) -> None:
    """Jobs that it set off go on."""
    await training_jobs.drop_plan(caller, use_case)


HANDLERS = [
    create_training_job,
    get_training_job,
    list_training_jobs,
    cancel_training_job,
    put_retraining_plan,
    get_retraining_plan,
    list_retraining_plans,
    delete_retraining_plan,
]
