"""Training as a tenant's job: asked for, watched, cancelled; and plans that ask for it by drift or by schedule.

A job is a row; the queue's job is only the bell. What it makes is a version, at most in the shadow: never a champion.
"""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from core.clock import Clock
from core.database import Database, Transaction
from core.errors import FieldError
from core.ids import public
from core.pages import Page, page_of
from inference import catalogue, deployment_store, feedback_versions, retraining_store
from inference.catalogue import UseCase
from inference.declared.added import find_named
from inference.lessons.registry import LESSONS
from inference.retraining_entities import (
    Plan,
    PlanNotFound,
    PlanRequest,
    TrainingFailed,
    TrainingImpossible,
    TrainingJob,
    TrainingJobEnded,
    TrainingJobNotFound,
    TrainingJobOpen,
    TrainingRefused,
    TrainingRequest,
)
from inference.retraining_goals import Takes, goal_of
from inference.retraining_starts import Asked, KeptPlan, KeptRequest, Owner, enter, next_time, start
from inference.retraining_store import Ending, JobRow, PlanRow
from inference.routing import EVERYBODY
from inference.starters import SHIPPED
from tenants.permissions import Permission
from tenants.principals import Principal


class TrainingJobs:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def create(self, caller: Principal, request: TrainingRequest) -> TrainingJob:
        """Queue a job.

        Raises: PermissionDenied, UseCaseUnknown, TrainingRefused, TrainingImpossible, TrainingJobOpen, FeatureUnknown,
        FeatureRetired.
        """
        _may_train(caller, shadow=request.end_in == "shadow")
        _check(request.use_case, request)
        async with self._database.transaction(caller.environment_id) as tx:
            await _known(tx, caller.environment_id, request.features)
            await _possible(tx, caller.environment_id, request)
            asked = Asked(owner=_owner(caller), request=request, trigger="manual", actor=caller.id)
            row = await start(tx, self._clock, caller.environment_id, asked)
            if row is None:
                raise TrainingJobOpen("A job of this use case is under way.")
        return job_of(row)

    async def get(self, caller: Principal, job_id: UUID) -> TrainingJob:
        """Raises: PermissionDenied, TrainingJobNotFound."""
        caller.require(Permission.MODELS_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            return job_of(await _get(tx, caller.environment_id, job_id))

    async def cancel(self, caller: Principal, job_id: UUID) -> TrainingJob:
        """End a job that has not ended; its process stops within seconds. Raises: TrainingJobNotFound, TrainingJobEnded."""
        caller.require(Permission.MODELS_WRITE)
        now = self._clock.now()
        async with self._database.transaction(caller.environment_id) as tx:
            await _get(tx, caller.environment_id, job_id)
            how = Ending(state="cancelled", step="Cancelled")
            if not await retraining_store.end(tx, caller.environment_id, job_id, how, now):
                raise TrainingJobEnded("This job has ended.")
            await enter(tx, self._clock, caller.environment_id, caller.id, "training.cancel.v1", None, job_id)
            return job_of(await _get(tx, caller.environment_id, job_id))

    async def put_plan(self, caller: Principal, use_case: str, request: PlanRequest) -> Plan:
        """Say when a use case is trained anew by itself. Raises: PermissionDenied, UseCaseUnknown, TrainingRefused."""
        _may_train(caller, shadow=True)
        _check(use_case, request)
        now = self._clock.now()
        row = PlanRow(
            environment_id=caller.environment_id,
            use_case=use_case,
            plan=msgspec.json.encode(KeptPlan(owner=_owner(caller), request=request)).decode(),
            updated_at=now,
            updated_by=caller.id,
            next_at=next_time(request, now),
        )
        async with self._database.transaction(caller.environment_id) as tx:
            await _known(tx, caller.environment_id, request.features)
            await retraining_store.put_plan(tx, row)
            await enter(tx, self._clock, caller.environment_id, caller.id, "retraining.plan.v1", use_case)
        return plan_of(row)

    async def drop_plan(self, caller: Principal, use_case: str) -> None:
        """Raises: PermissionDenied, PlanNotFound."""
        caller.require(Permission.MODELS_WRITE)
        async with self._database.transaction(caller.environment_id) as tx:
            if not await retraining_store.drop_plan(tx, caller.environment_id, use_case):
                raise PlanNotFound("There is no plan for this use case.")
            await enter(tx, self._clock, caller.environment_id, caller.id, "retraining.unplan.v1", use_case)

    async def get_plan(self, caller: Principal, use_case: str) -> Plan:
        """Raises: PermissionDenied, PlanNotFound."""
        caller.require(Permission.MODELS_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            row = await retraining_store.find_plan(tx, caller.environment_id, use_case)
        if row is None:
            raise PlanNotFound("There is no plan for this use case.")
        return plan_of(row)

    async def list_plans(self, caller: Principal) -> list[Plan]:
        """All of them, by use case. Raises: PermissionDenied."""
        caller.require(Permission.MODELS_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            return [plan_of(row) for row in await retraining_store.list_plans(tx, caller.environment_id)]

    async def list(
        self, caller: Principal, use_case: str | None, after: UUID | None, limit: int
    ) -> Page[TrainingJob]:
        """Newest first. Raises: PermissionDenied."""
        caller.require(Permission.MODELS_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            rows = await retraining_store.list_jobs(tx, caller.environment_id, use_case, after, limit + 1)
        return page_of([job_of(row) for row in rows], limit, lambda job: public("tjb", job.id))


def job_of(row: JobRow) -> TrainingJob:
    kept = msgspec.json.decode(row.request, type=KeptRequest)
    return msgspec.convert(
        {
            "id": row.id, "request": kept.request, "trigger": row.trigger, "state": row.state, "step": row.step,
            "share": row.share, "rows": row.row_count, "positives": row.positives, "version_id": row.version_id,
            "deployment_id": row.deployment_id, "reason": row.refused, "created_at": row.created_at,
            "created_by": row.created_by, "started_at": row.started_at, "ended_at": row.ended_at,
        },
        TrainingJob,
    )  # fmt: skip


def plan_of(row: PlanRow) -> Plan:
    kept = msgspec.json.decode(row.plan, type=KeptPlan)
    return Plan(
        use_case=row.use_case,
        request=kept.request,
        updated_at=row.updated_at,
        updated_by=row.updated_by,
        next_at=row.next_at,
    )


def _owner(caller: Principal) -> Owner:
    return Owner(tenant_id=caller.tenant_id, mode=caller.mode)


def _may_train(caller: Principal, *, shadow: bool) -> None:
    caller.require(Permission.MODELS_WRITE)
    if shadow:
        caller.require(Permission.MODELS_DEPLOY)


def _check(use_case: str, asked: TrainingRequest | PlanRequest) -> None:
    """What no champion could make right; the rest is said by the job. Raises: UseCaseUnknown, TrainingRefused."""
    found = catalogue.get(use_case)
    if asked.task is not None and asked.task not in found.kind.tasks:
        told = ", ".join(sorted(found.kind.tasks))
        field = FieldError(
            "task", f"The answer of {use_case} has no place for it.", f"Ask for one of: {told}."
        )
        raise TrainingRefused("The task does not fit the use case.", fields=[field])
    if asked.source == "facts" and found.input != "transaction" and use_case not in LESSONS:
        field = FieldError(
            "source", "This use case is not about payments.", "Train it from decisions and their feedback."
        )
        raise TrainingRefused("The source does not fit the use case.", fields=[field])
    _check_features(found, asked)
    presumes = use_case in LESSONS and LESSONS[use_case].presumes
    if asked.presumed_after_days is not None and asked.task not in {None, "probability"} and not presumes:
        field = FieldError(
            "presumed_after_days",
            "What nobody told is no value and no label.",
            "Leave it out, or learn a probability.",
        )
        raise TrainingRefused("Only what happens or not can be presumed.", fields=[field])


def _check_features(use_case: UseCase, asked: TrainingRequest | PlanRequest) -> None:
    own = {feature.name for feature in use_case.features}
    for at, name in enumerate(asked.features):
        if name in own or name in asked.features[:at]:
            field = FieldError(f"features[{at}]", "It is scored already.", "Leave it out.")
            raise TrainingRefused("A feature is named twice.", fields=[field])
    if asked.features and asked.task not in {None, "probability"}:
        field = FieldError("features", "They are added where a probability is learned.", "Leave them out.")
        raise TrainingRefused("The features do not fit the task.", fields=[field])


async def _possible(tx: Transaction, environment_id: UUID, request: TrainingRequest) -> None:
    """Say at once what the job would say of the champion. Raises: TrainingImpossible."""
    active = await deployment_store.list_active(tx, environment_id, request.use_case)
    champions = (each for each in active if each.role == "champion" and each.segment == EVERYBODY)
    deployed = next(champions, None)
    if deployed is None:
        row = SHIPPED.row(environment_id, request.use_case)
    else:
        row = await feedback_versions.get(tx, environment_id, deployed.version_id)
    try:
        goal_of(request, msgspec.json.decode(row.manifest, type=Takes))
    except TrainingFailed as error:
        raise TrainingImpossible(error.message) from error


async def _known(tx: Transaction, environment_id: UUID, names: Sequence[str]) -> None:
    """Raises: FeatureUnknown, FeatureRetired."""
    if names:
        await find_named(tx, environment_id, names)


async def _get(tx: Transaction, environment_id: UUID, job_id: UUID) -> JobRow:
    row = await retraining_store.get_job(tx, environment_id, job_id)
    if row is None:
        raise TrainingJobNotFound("No such job in this environment.")
    return row
