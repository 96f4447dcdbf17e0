"""Training jobs and retraining plans over gRPC: the same use cases as on REST."""

from typing import Annotated

import msgspec

from api.rpc.codec import Codec
from api.rpc.methods import Keyed, method
from api.rpc.stubs.countermark.training.v1 import training_pb2 as pb
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
from core.pages import LIMIT_DEFAULT, LIMIT_MAX
from inference.retraining import TrainingJobs
from inference.retraining_entities import PlanRequest, TrainingRequest
from tenants.principals import Principal

SERVICE = pb.DESCRIPTOR.services_by_name["TrainingService"]


class _Query(msgspec.Struct, frozen=True, kw_only=True):
    use_case: Annotated[str, msgspec.Meta(min_length=1, max_length=64)] | None = None
    after: Annotated[str, msgspec.Meta(max_length=64)] | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=LIMIT_MAX)] = LIMIT_DEFAULT


class _NamedPlan(PlanRequest, frozen=True, kw_only=True):
    """A plan with the use case that REST has in its path."""

    use_case: str = ""


CREATE = Codec(TrainingRequest, pb.CreateTrainingJobRequest)
JOB = Codec(TrainingJobView, pb.TrainingJob)
QUERY = Codec(_Query, pb.ListTrainingJobsRequest)
PAGE = Codec(TrainingJobPage, pb.ListTrainingJobsResponse)
PUT = Codec(_NamedPlan, pb.PutRetrainingPlanRequest)
PLAN = Codec(RetrainingPlanView, pb.RetrainingPlan)
PLANS = Codec(RetrainingPlans, pb.ListRetrainingPlansResponse)


@method(SERVICE, "CreateTrainingJob", keyed=Keyed.OPTIONAL)
async def create_training_job(
    caller: Principal, training_jobs: TrainingJobs, request: pb.CreateTrainingJobRequest
) -> pb.TrainingJob:
    return JOB.message(training_job_view(await training_jobs.create(caller, CREATE.struct(request))))


@method(SERVICE, "GetTrainingJob")
async def get_training_job(
    caller: Principal, training_jobs: TrainingJobs, request: pb.GetTrainingJobRequest
) -> pb.TrainingJob:
    return JOB.message(training_job_view(await training_jobs.get(caller, parse("tjb", request.job_id))))


@method(SERVICE, "ListTrainingJobs")
async def list_training_jobs(
    caller: Principal, training_jobs: TrainingJobs, request: pb.ListTrainingJobsRequest
) -> pb.ListTrainingJobsResponse:
    query = QUERY.struct(request)
    after = None if query.after is None else parse("tjb", query.after)
    found = await training_jobs.list(caller, query.use_case, after, query.limit)
    return PAGE.message(training_job_page(found))


@method(SERVICE, "CancelTrainingJob", keyed=Keyed.OPTIONAL)
async def cancel_training_job(
    caller: Principal, training_jobs: TrainingJobs, request: pb.CancelTrainingJobRequest
) -> pb.TrainingJob:
    return JOB.message(training_job_view(await training_jobs.cancel(caller, parse("tjb", request.job_id))))


@method(SERVICE, "PutRetrainingPlan", keyed=Keyed.OPTIONAL)
async def put_retraining_plan(
    caller: Principal, training_jobs: TrainingJobs, request: pb.PutRetrainingPlanRequest
) -> pb.RetrainingPlan:
    named = PUT.struct(request)
    wanted = PlanRequest(**{name: getattr(named, name) for name in PlanRequest.__struct_fields__})
    return PLAN.message(retraining_plan_view(await training_jobs.put_plan(caller, named.use_case, wanted)))


@method(SERVICE, "GetRetrainingPlan")
async def get_retraining_plan(
    caller: Principal, training_jobs: TrainingJobs, request: pb.GetRetrainingPlanRequest
) -> pb.RetrainingPlan:
    return PLAN.message(retraining_plan_view(await training_jobs.get_plan(caller, request.use_case)))


@method(SERVICE, "ListRetrainingPlans")
async def list_retraining_plans(
    caller: Principal, training_jobs: TrainingJobs, request: pb.ListRetrainingPlansRequest
) -> pb.ListRetrainingPlansResponse:
    return PLANS.message(retraining_plans(await training_jobs.list_plans(caller)))


@method(SERVICE, "DeleteRetrainingPlan")
async def delete_retraining_plan(
    caller: Principal, training_jobs: TrainingJobs, request: pb.DeleteRetrainingPlanRequest
) -> pb.DeleteRetrainingPlanResponse:
    await training_jobs.drop_plan(caller, request.use_case)
    return pb.DeleteRetrainingPlanResponse()


METHODS = [
    create_training_job,
    get_training_job,
    list_training_jobs,
    cancel_training_job,
    put_retraining_plan,
    get_retraining_plan,
    list_retraining_plans,
    delete_retraining_plan,
]
