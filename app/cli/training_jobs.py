"""`countermark retrain`: training jobs of an environment, and the plans that set them off."""

import asyncio
from typing import get_args

import click

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
from app.cli.actionable import actionable_columns
from app.cli.foundation import caller_in, command, mode_option, run, show, tenant_option
from app.wiring.foundation import Foundation
from core.ids import parse
from inference import catalogue
from inference.manifest import Task
from inference.retraining import TrainingJobs
from inference.retraining_entities import PlanRequest, TrainingRequest

_LOOK_EVERY_S = 0.5
_use_case = click.argument("use_case", type=click.Choice(catalogue.names()))
_source = click.option(
    "--source", type=click.Choice(["decisions", "facts"]), default="decisions", show_default=True
)
_task = click.option(
    "--task", type=click.Choice(get_args(Task)), help="What it shall tell (default: what the champion tells)."
)
_features = click.option(
    "--feature", "features", multiple=True, metavar="NAME",
    help="Of the catalogue or your own, to be scored beside the feature set (default: the champion's).",
)  # fmt: skip
_actionable = click.option(
    "--actionable", multiple=True, metavar="COLUMN[:up|:down]",
    help="Of your own, that a person can be asked to change (default: the champion's).",
)  # fmt: skip
_days = click.option(
    "--days", default=90, show_default=True, type=click.IntRange(1, 1_100), help="How far back."
)
_presumed = click.option(
    "--presumed-after", default=None, type=click.IntRange(1, 1_100), metavar="DAYS",
    help="Without feedback for so long, it did not happen.",
)  # fmt: skip


@click.group()
def retrain() -> None:
    """Training jobs of an environment, and their plans."""


@retrain.command("start")
@_use_case
@tenant_option
@mode_option
@_source
@_task
@_features
@_actionable
@_days
@_presumed
@click.option("--shadow", is_flag=True, help="Let the version score in the shadow.")
@click.option("--wait", is_flag=True, help="Show progress until it has ended.")
def start(  # noqa: PLR0913, PLR0917 - click passes its options by name
    use_case: str, tenant: str, mode: str, source: str, task: str | None, days: int, presumed_after: int | None,
    *, features: tuple[str, ...], actionable: tuple[str, ...], shadow: bool, wait: bool,
) -> None:  # fmt: skip
    """Queue a job that trains USE_CASE from stored decisions or ingested payments and their feedback.

    The running service carries it out. What answers is never changed by a job.
    """
    request = command(
        TrainingRequest, use_case=use_case, source=source, task=task, features=features, days=days,
        presumed_after_days=presumed_after, end_in="shadow" if shadow else "version",
        actionable=actionable_columns(actionable),
    )  # fmt: skip

    async def work(base: Foundation) -> TrainingJobView:
        caller = await caller_in(base, tenant, mode)
        jobs = _service(base)
        job = await jobs.create(caller, request)
        said = ""
        while wait and job.ended_at is None:
            if said != job.step:
                said = job.step
                click.echo(f"{job.share:4.0%} {said}", err=True)
            await asyncio.sleep(_LOOK_EVERY_S)
            job = await jobs.get(caller, job.id)
        return training_job_view(job)

    show(run(work))


@retrain.command("list")
@tenant_option
@mode_option
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1_000))
def list_jobs(tenant: str, mode: str, limit: int) -> None:
    """List jobs, newest first."""

    async def work(base: Foundation) -> TrainingJobPage:
        caller = await caller_in(base, tenant, mode)
        return training_job_page(await _service(base).list(caller, None, None, limit))

    show(run(work))


@retrain.command("cancel")
@click.argument("job_id", metavar="tjb_…")
@tenant_option
@mode_option
def cancel(job_id: str, tenant: str, mode: str) -> None:
    """Cancel a job that has not ended."""

    async def work(base: Foundation) -> TrainingJobView:
        caller = await caller_in(base, tenant, mode)
        return training_job_view(await _service(base).cancel(caller, parse("tjb", job_id)))

    show(run(work))


@retrain.command("plan")
@_use_case
@tenant_option
@mode_option
@click.option("--on-drift", is_flag=True, help="When the champion begins to drift.")
@click.option(
    "--schedule", default=None, metavar="CRON", help="At these times, in UTC: '30 3 * * 1' is Mondays."
)
@_source
@_task
@_features
@_days
@_presumed
def plan(  # noqa: PLR0913, PLR0917 - click passes its options by name
    use_case: str, tenant: str, mode: str, schedule: str | None, source: str, task: str | None, days: int,
    presumed_after: int | None, *, features: tuple[str, ...], on_drift: bool,
) -> None:  # fmt: skip
    """Say when USE_CASE is trained anew by itself, to end in shadow."""
    request = command(
        PlanRequest, on_drift=on_drift, schedule=schedule, source=source, task=task, features=features,
        days=days, presumed_after_days=presumed_after,
    )  # fmt: skip

    async def work(base: Foundation) -> RetrainingPlanView:
        caller = await caller_in(base, tenant, mode)
        return retraining_plan_view(await _service(base).put_plan(caller, use_case, request))

    show(run(work))


@retrain.command("plans")
@tenant_option
@mode_option
def plans(tenant: str, mode: str) -> None:
    """List the plans."""

    async def work(base: Foundation) -> RetrainingPlans:
        caller = await caller_in(base, tenant, mode)
        return retraining_plans(await _service(base).list_plans(caller))

    show(run(work))


@retrain.command("unplan")
@_use_case
@tenant_option
@mode_option
def unplan(use_case: str, tenant: str, mode: str) -> None:
    """Drop the plan of USE_CASE."""

    async def work(base: Foundation) -> None:
        await _service(base).drop_plan(await caller_in(base, tenant, mode), use_case)

    run(work)


def _service(base: Foundation) -> TrainingJobs:
    return TrainingJobs(base.database, base.clock)
