"""Rows to learn from, out of the facts that came with questions: payouts with their stages, statements, attempts at gateways.

Such facts are stored nowhere but with the questions that brought them, sealed under their subjects' keys.
"""

import asyncio
import datetime as dt
import itertools
from collections.abc import Mapping, Sequence
from uuid import UUID

import asyncpg
import numpy as np
from numpy.typing import NDArray

from core.clock import to_micros
from core.database import Database
from inference import answers, catalogue, feedback_events, feedback_versions, retraining_rows_store
from inference.catalogue import UseCase
from inference.decision_batch import SEALED_PAYLOAD
from inference.drift_hours import first_id_at
from inference.features.events import EVENT_SETS
from inference.lessons.lesson import Asked, BringingEvents, Example, Lesson, Wanted
from inference.lessons.registry import LESSONS, LessonKind
from inference.retraining_entities import TrainingFailed, TrainingRequest
from inference.retraining_pasts import CustomerPasts, hear_all
from inference.retraining_port import FeatureRows, Progress, Report
from tenants import subjects
from tenants.subjects import SubjectRef
from tenants.vault import EnvironmentVault
from tenants.vaults import Vaults

PIECE = 50
"""Questions opened at once: each may bring five hundred facts along."""
QUESTIONS_MAX = 20_000
EXAMPLES_AT_ONCE = 500
_HIGHEST = UUID(int=(1 << 128) - 1)


class EventRows:
    """Lets a use case's lesson hear the newest questions, and makes rows of its examples, oldest first."""

    def __init__(self, database: Database, vaults: Vaults) -> None:
        self._database = database
        self._vaults = vaults
        self._pasts = CustomerPasts(database, vaults)

    async def read(
        self, environment_id: UUID, request: TrainingRequest, now: dt.datetime, report: Report
    ) -> FeatureRows:
        """Raises: TrainingFailed when there is too little to learn from."""
        use_case = catalogue.get(request.use_case)
        days = request.presumed_after_days
        old = None if days is None else now - dt.timedelta(days=days)
        kind = LESSONS[use_case.name]
        lesson = kind.make(Wanted(seed=request.seed, presumed_before=old))
        if kind.payments and request.source == "facts":
            heard = (
                f"customers read: {await self._pasts.hear(environment_id, request, now, lesson, report):,}"
            )
        else:
            questions = await self._hear(environment_id, use_case, request, now, lesson, report)
            heard = f"questions read: {questions:,}"
        examples: list[Example] = []
        making = lesson.examples()
        while piece := await asyncio.to_thread(list, itertools.islice(making, EXAMPLES_AT_ONCE)):
            examples += piece
            await report(Progress(f"Computing features of {len(examples):,} examples", 0.15))
        _check_enough(kind, lesson, examples, heard)
        return _rows(use_case, lesson, examples)

    async def _hear(
        self,
        environment_id: UUID,
        use_case: UseCase,
        request: TrainingRequest,
        now: dt.datetime,
        lesson: Lesson,
        report: Report,
    ) -> int:
        """Open questions, the newest first, and let the lesson hear them. Returns: how many."""
        vault = await self._vaults.of(environment_id)
        since, before = first_id_at(now - dt.timedelta(days=request.days)), _HIGHEST
        widths: dict[UUID, int] = {}
        heard = 0
        while heard < QUESTIONS_MAX:
            async with self._database.transaction(environment_id) as tx:
                piece = await retraining_rows_store.asked(
                    tx, environment_id, use_case.name, (since, before), PIECE
                )
                if not piece:
                    break
                before = piece[-1]["id"]
                for version_id in {row["version_id"] for row in piece} - widths.keys():
                    version = await feedback_versions.get(tx, environment_id, version_id)
                    widths[version_id] = len(feedback_versions.features_of(version))
                wanted = [(environment_id, row["customer"]) for row in piece]
                keys = await subjects.find_many(tx, wanted)
            found = await asyncio.to_thread(_opened, use_case, vault, piece, keys, widths)
            await asyncio.to_thread(hear_all, lesson, found)
            heard += len(found)
            await report(Progress(f"Reading {heard:,} questions", 0.05))
        return heard


def _opened(
    use_case: UseCase,
    vault: EnvironmentVault,
    piece: Sequence[asyncpg.Record],
    keys: Mapping[SubjectRef, bytes],
    widths: Mapping[UUID, int],
) -> list[Asked]:
    """Open questions under their subjects' keys; who was erased is left out, and what came as columns of the tenant's own."""
    found = []
    for row in piece:
        wrapped = keys.get((vault.scope_id, row["customer"]))
        if wrapped is None:
            continue
        key = vault.unwrap(row["customer"], wrapped)
        payload = answers.decode_payload(use_case, key.open(SEALED_PAYLOAD, row["id"], row["sealed"]))
        if payload.facts.event is None:
            continue
        label = None
        if row["feedback_id"] is not None:
            label = feedback_events.open_feedback(key, row["feedback_id"], row["told"]).label
        found.append(
            Asked(
                decision_id=row["id"],
                customer=row["customer"],
                at=row["decided_at"],
                event=payload.facts.event,
                rows=_scored(use_case, payload.features, widths[row["version_id"]]),
                answer=payload.answer.answer,
                happened=row["happened"],
                value=row["value"],
                label=label,
            )
        )
    return found


def _scored(use_case: UseCase, flat: Sequence[float | None], width: int) -> NDArray[np.float32] | None:
    """The rows of a question, of the feature set alone; None of a degraded decision, which has none."""
    if not flat:
        return None
    rows: NDArray[np.float32] = np.array(flat, np.float64).astype(np.float32).reshape(-1, width)
    return rows[:, : len(EVENT_SETS[use_case.feature_set].names)]


def _check_enough(kind: LessonKind, lesson: Lesson, examples: Sequence[Example], heard: str) -> None:
    """Raises: TrainingFailed, with how much there is, how much is needed and how to come by it."""
    happened = sum(each.happened for each in examples)
    if len(examples) >= kind.least and min(happened, len(examples) - happened) >= kind.of_each:
        return
    there, needed = (
        f"There are {len(examples):,} {lesson.what} ({heard})",
        f"at least {kind.least} are needed",
    )
    if kind.of_each:
        there = f"{there}, {happened:,} of them {lesson.happened}"
        needed = f"{needed}, with {kind.of_each} of each kind"
    raise TrainingFailed(f"{there}; {needed}. {lesson.more}")


def _rows(use_case: UseCase, lesson: Lesson, examples: Sequence[Example]) -> FeatureRows:
    ordered = sorted(examples, key=lambda each: (each.order, each.group))
    names = EVENT_SETS[use_case.feature_set].names
    heads = sorted({name for each in ordered[:1] for name in each.values})
    return FeatureRows(
        names,
        np.array([each.row for each in ordered], np.float64).astype(np.float32),
        np.array([each.happened for each in ordered], np.bool_),
        np.array([to_micros(each.order) for each in ordered], np.int64),
        np.array([each.group for each in ordered], np.int64),
        heads={name: np.array([each.values[name] for each in ordered], np.float64) for name in heads},
        notes=lesson.notes(),
        events=lesson.events() if isinstance(lesson, BringingEvents) else (),
    )
