"""Starting training jobs, by hand, by drift and by schedule: rows and bells alone, so that the worker can do it cheaply."""

import datetime as dt
from uuid import UUID

import msgspec

from core import intake, jobs
from core.clock import Clock
from core.database import Transaction
from core.errors import FieldError
from core.ids import uuid7
from inference import retraining_schedule, retraining_store
from inference.retraining_entities import PlanRequest, TrainingRefused, TrainingRequest, Trigger
from inference.retraining_store import JobRow, PlanRow
from tenants.principals import Mode

BELL = "training.run"
# A process that said nothing for so long is gone; its job begins again.
SILENT_AFTER = dt.timedelta(minutes=2)


class Owner(msgspec.Struct, frozen=True, kw_only=True):
    """Whose job it is, for the process that carries it out."""

    tenant_id: UUID
    mode: Mode


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A job that somebody, or a plan, asks for. actor: who, as the ledger names them."""

    owner: Owner
    request: TrainingRequest
    trigger: Trigger
    actor: str


class KeptRequest(msgspec.Struct, frozen=True, kw_only=True):
    owner: Owner
    request: TrainingRequest


class KeptPlan(msgspec.Struct, frozen=True, kw_only=True):
    owner: Owner
    request: PlanRequest


async def start(
    tx: Transaction,
    clock: Clock,
    environment_id: UUID,
    asked: Asked,
) -> JobRow | None:
    """Queue a job in the caller's transaction, with its entry and its bell; None while another is under way."""
    row = JobRow(
        environment_id=environment_id,
        id=uuid7(clock),
        use_case=asked.request.use_case,
        request=msgspec.json.encode(KeptRequest(owner=asked.owner, request=asked.request)).decode(),
        trigger=asked.trigger,
        state="queued",
        step="Waiting",
        share=0.0,
        row_count=None,
        positives=None,
        version_id=None,
        deployment_id=None,
        refused=None,
        created_at=clock.now(),
        created_by=asked.actor,
        started_at=None,
        beat_at=None,
        ended_at=None,
    )
    if not await retraining_store.add_job(tx, row):
        return None
    await enter(tx, clock, environment_id, asked.actor, "training.job.v1", row.use_case, row.id)
    await jobs.enqueue(tx, BELL, b"{}")
    return row


async def start_planned(tx: Transaction, clock: Clock, row: PlanRow, trigger: Trigger) -> JobRow | None:
    """Queue what a plan asks for; it ends in shadow."""
    kept = msgspec.json.decode(row.plan, type=KeptPlan)
    planned = kept.request
    request = TrainingRequest(
        use_case=row.use_case,
        source=planned.source,
        task=planned.task,
        features=planned.features,
        days=planned.days,
        presumed_after_days=planned.presumed_after_days,
        end_in="shadow",
        name=f"{trigger} {clock.now().date().isoformat()}",
    )
    asked = Asked(owner=kept.owner, request=request, trigger=trigger, actor="system")
    return await start(tx, clock, row.environment_id, asked)


async def start_due(tx: Transaction, clock: Clock, environment_id: UUID) -> int:
    """Queue the jobs of plans whose time has come, and move each to its next. Returns: how many were due.

    A plan that was missed, because nothing ran, is carried out once and not for every time that passed.
    """
    due = await retraining_store.due_plans(tx, environment_id, clock.now())
    for row in due:
        await start_planned(tx, clock, row, "schedule")
        kept = msgspec.json.decode(row.plan, type=KeptPlan)
        await retraining_store.move_plan(
            tx, environment_id, row.use_case, next_time(kept.request, clock.now())
        )
    return len(due)


def next_time(request: PlanRequest, now: dt.datetime) -> dt.datetime | None:
    """When the schedule comes next. Raises: TrainingRefused."""
    if request.schedule is None:
        return None
    try:
        found = retraining_schedule.parse(request.schedule).next_after(now)
    except ValueError as error:
        field = FieldError("schedule", str(error), "Write it as cron does: 30 3 * * 1 is Mondays at 03:30.")
        raise TrainingRefused("The schedule cannot be read.", fields=[field]) from error
    if found is None:
        field = FieldError("schedule", "No date is in it.", "Name a day that the month has.")
        raise TrainingRefused("The schedule never comes.", fields=[field])
    return found


async def enter(
    tx: Transaction, clock: Clock, environment_id: UUID, actor: str, typ: str, out: str | None, *refs: UUID
) -> None:
    entry = intake.Entry(
        typ=typ, log=environment_id, eid=uuid7(clock), at=clock.now(), act=actor, out=out, refs=refs
    )
    await intake.append(tx, entry)
