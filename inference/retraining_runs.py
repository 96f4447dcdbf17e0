"""Carrying out training jobs: rows, a fit in a process of its own, a registered version, at most a shadow."""

import asyncio
import logging
from typing import Protocol
from uuid import UUID

import msgspec

from core.clock import Clock
from core.database import Database
from core.errors import PlatformError
from core.ids import public
from inference import retraining_store
from inference.declared.added import find_named, find_pinned
from inference.declared.columns import GROUP
from inference.declared.then import Named
from inference.drift_references import References
from inference.lessons.registry import LESSONS
from inference.registry import Registry
from inference.retraining_entities import TrainingFailed, TrainingRequest
from inference.retraining_events import EventRows
from inference.retraining_facts import FactRows
from inference.retraining_goals import Goal, goal_of
from inference.retraining_port import FeatureRows, LearningRows, Progress, Said, Trainer, TrainingTask
from inference.retraining_rows import DecisionRows
from inference.retraining_starts import SILENT_AFTER, KeptRequest
from inference.retraining_store import Ending, JobRow
from tenants import principals
from tenants.principals import Principal
from tenants.vaults import Vaults

_READ_SHARE, _FIT_SHARE = 0.3, 0.95
# The newest rows: what comes next should look like them.
REFERENCE_ROWS = 10_000

_log = logging.getLogger(__name__)


class Shadows(Protocol):
    """Lets a version score in the shadow."""

    async def shadow(self, caller: Principal, use_case: str, version_id: UUID) -> UUID:
        """Returns: the deployment's id."""
        ...

    async def champion(self, environment_id: UUID, use_case: str) -> UUID:
        """Returns: the version that answers everybody."""
        ...


class Cancelled(Exception):
    """The job was cancelled, or another process has it. Never leaves the package."""


class TrainingRuns:
    def __init__(
        self,
        database: Database,
        vaults: Vaults,
        registry: Registry,
        shadows: Shadows,
        trainer: Trainer,
        clock: Clock,
    ) -> None:
        self._database = database
        self._registry = registry
        self._shadows = shadows
        self._trainer = trainer
        self._clock = clock
        self._decisions = DecisionRows(database, vaults)
        self._facts = FactRows(database, vaults)
        self._events = EventRows(database, vaults)
        self._references = References(database, vaults, clock, registry)

    async def work(self, environment_id: UUID) -> int:
        """Carry out what waits, one job after another. Returns: how many were."""
        done = 0
        while (row := await self._claim(environment_id)) is not None:
            await self._carry_out(row)
            done += 1
        return done

    async def _claim(self, environment_id: UUID) -> JobRow | None:
        now = self._clock.now()
        async with self._database.transaction(environment_id) as tx:
            return await retraining_store.claim(tx, environment_id, now, now - SILENT_AFTER)

    async def _carry_out(self, row: JobRow) -> None:
        kept = msgspec.json.decode(row.request, type=KeptRequest)
        try:
            ending = await self._train(row, kept)
        except Cancelled:
            return
        except TrainingFailed as error:
            ending = Ending(state="failed", step="Failed", refused=error.message)
        except PlatformError as error:
            _log.exception("A training job failed.", extra={"code": error.code})
            ending = Ending(state="failed", step="Failed", refused=f"{error.code}: {error.message}")
        async with self._database.transaction(row.environment_id) as tx:
            await retraining_store.end(tx, row.environment_id, row.id, ending, self._clock.now())

    async def _train(self, row: JobRow, kept: KeptRequest) -> Ending:
        request = kept.request
        parent_id = await self._shadows.champion(row.environment_id, row.use_case)
        goal = goal_of(request, await self._decisions.takes(row.environment_id, parent_id))
        goal = await self._with_named(row, kept, goal, parent_id)
        rows = await self._rows(row, request, goal)
        champion = await self._said(row.environment_id, parent_id, rows)
        await self._beat(row, Progress("Fitting", _READ_SHARE))
        files = await self._trainer.train(
            TrainingTask(
                use_case=row.use_case,
                rows=rows,
                seed=request.seed,
                command=f"POST /api/v1/training-jobs ({public('tjb', row.id)})",
                notes=_notes(row, request, goal, rows),
                task=goal.task,
                above=goal.champion.above,
                champion=champion,
            ),
            lambda progress: self._beat(row, _within(progress)),
        )
        await self._beat(row, Progress("Registering", _FIT_SHARE))
        owner = principals.system(kept.owner.tenant_id, row.environment_id, kept.owner.mode)
        caller = msgspec.structs.replace(owner, id=row.created_by)
        name = request.name or f"trained {row.created_at.date().isoformat()}"
        version = await self._registry.upload(caller, row.use_case, name, files, parent_id=parent_id)
        await self._keep_reference(row.environment_id, version.id, rows)
        deployment_id = None
        if request.end_in == "shadow":
            deployment_id = await self._shadows.shadow(caller, row.use_case, version.id)
        return Ending(state="succeeded", step="Done", version_id=version.id, deployment_id=deployment_id)

    async def _with_named(self, row: JobRow, kept: KeptRequest, goal: Goal, parent_id: UUID) -> Goal:
        """Name what is scored beside the feature set: what was asked for, else what the champion has.

        Raises: TrainingFailed, FeatureUnknown, FeatureRetired.
        """
        asked, of_facts = kept.request.features, kept.request.source == "facts"
        if (
            goal.lesson and not asked
        ):  # the facts that questions brought along are no questions to compute others of
            return goal
        known = goal.champion.beside if of_facts and goal.task == "probability" else ()
        names = asked or tuple(column.name.removeprefix(GROUP) for column in known)
        if not names:  # what the champion scored stands in its decisions
            return goal
        of_columns = goal.champion.inputs == "columns" and not of_facts
        if goal.task != "probability" or goal.lesson or of_columns:
            raise TrainingFailed(
                "Features are added to a feature set where a probability is learned of payments and customers; versions of your own columns name them as "
                f"columns, `{GROUP}<name>`."
            )
        async with self._database.transaction(row.environment_id) as tx:
            if asked:
                declared = await find_named(tx, row.environment_id, names)
            else:
                declared = await find_pinned(tx, row.environment_id, parent_id, names)
        return msgspec.structs.replace(goal, named=Named(names, tuple(declared), kept.owner.mode))

    async def _rows(self, row: JobRow, request: TrainingRequest, goal: Goal) -> LearningRows:
        """Read what to learn from, and write down how much it is. Raises: TrainingFailed."""
        await self._beat(row, Progress("Reading", 0.0))
        now = self._clock.now()
        if goal.lesson:
            rows: LearningRows = await self._events.read(
                row.environment_id, request, now, lambda progress: self._beat(row, progress)
            )
        else:
            source = self._facts if request.source == "facts" else self._decisions
            rows = await source.read(row.environment_id, request, goal, now)
        async with self._database.transaction(row.environment_id) as tx:
            positives = int(rows.target.sum()) if goal.task == "probability" else None
            await retraining_store.set_rows(tx, row.environment_id, row.id, len(rows.order), positives)
        return rows

    async def _said(self, environment_id: UUID, version_id: UUID, rows: LearningRows) -> Said | None:
        """Score the rows with the champion, where it takes the same features: whoever takes its place must meet it."""
        if not isinstance(rows, FeatureRows) or not len(rows.target):
            return None
        version, loaded = await self._registry.find(environment_id, version_id)
        if loaded.features != rows.names:
            return None
        scores = await asyncio.to_thread(loaded.score, rows.matrix)
        return Said(version.name, scores.margin, scores.heads, loaded.manifest.classes)

    async def _keep_reference(self, environment_id: UUID, version_id: UUID, rows: LearningRows) -> None:
        """Let drift be measured against what was learned from, from the first decision on; of columns the version's card tells."""
        if not isinstance(rows, FeatureRows):
            await self._references.keep_card(environment_id, version_id)
            return
        _, loaded = await self._registry.find(environment_id, version_id)
        matrix = rows.matrix[-REFERENCE_ROWS:, : len(loaded.manifest.features)]
        scores = await asyncio.to_thread(loaded.score, matrix)
        await self._references.keep_training(
            environment_id, version_id, loaded.manifest.features, matrix, scores.probability
        )

    async def _beat(self, row: JobRow, progress: Progress) -> None:
        """Say how far it is. Raises: Cancelled when nobody wants it any more."""
        async with self._database.transaction(row.environment_id) as tx:
            wanted = await retraining_store.beat(
                tx, row.environment_id, row.id, progress.step, progress.share, self._clock.now()
            )
        if not wanted:
            raise Cancelled


def _within(progress: Progress) -> Progress:
    """A share of the fitting as a share of the job."""
    return Progress(progress.step, _READ_SHARE + progress.share * (_FIT_SHARE - _READ_SHARE))


def _notes(row: JobRow, request: TrainingRequest, goal: Goal, rows: LearningRows) -> tuple[str, ...]:
    before = f"of the {request.days} days before {row.created_at.date().isoformat()}"
    if goal.lesson and request.source == "facts" and LESSONS[request.use_case].payments:
        notes = [
            f"Learned from all payments of customers who paid in the {request.days} days before {row.created_at.date().isoformat()}."
        ]
    elif goal.lesson:
        notes = [f"Learned from the facts that came with questions {before}, and what was told of these."]
    else:
        learned = "stored decisions" if request.source == "decisions" else "ingested payments"
        told = "whatever was told of them" if goal.task == "anomaly" else "by feedback"
        notes = [f"Learned from {learned} {before}, {told}."]
    if isinstance(rows, FeatureRows):
        notes.extend(rows.notes)
    if goal.task == "number" and not goal.lesson:
        notes.append(
            "Only of what has ended a value is told: where long waits are still open, it promises too little."
        )
    if request.presumed_after_days is not None:
        notes.append(
            f"Without feedback after {request.presumed_after_days} days it was presumed not to have happened."
        )
    notes.append(f"Trained by job {public('tjb', row.id)}, set off by {row.trigger}.")
    return tuple(notes)
