"""A table made ready to learn from: what of it is a feature, what gives the answer away, what was known before."""

import dataclasses
from collections.abc import Mapping
from typing import cast

import msgspec
import numpy as np
import polars as pl
from numpy.typing import NDArray

from inference.manifest import OwnPast
from inference.number_forms import NumberForm
from inference.pasts.order import DAY_MS
from training.actionable import levered, said_of
from training.errors import DatasetRefused
from training.fit import Rows
from training.frames import as_dates, sha256_of
from training.job import Progress, TrainingJob, silent
from training.labels import Labels, labels_of
from training.leakage import Leak, find_leaks
from training.own_past import own_past
from training.planning import Draft, Roles, check_width, date_names, draft, history_plan
from training.preparation import Preparation, Prepared, apply
from training.splits import apart
from training.worth import named, worth_having
from training.written import table_for


@dataclasses.dataclass(frozen=True)
class Ready:
    """A table made ready to learn from. asked: int64[m], places of the rows with a known target.

    matrix, value: of those rows. order: int64[m] by time, or None. group: int64[m], rows of one id, or None. known: int64[m],
    the first place in that order at which the target was known, or None. past: what the service computes of the history.
    """

    job: TrainingJob
    frame: pl.DataFrame
    labels: Labels
    plan: Preparation
    prepared: Prepared
    asked: NDArray[np.int64]
    matrix: NDArray[np.float32]
    order: NDArray[np.int64] | None
    group: NDArray[np.int64] | None
    leaks: tuple[Leak, ...]
    notes: tuple[str, ...]
    sha256: str
    known: NDArray[np.int64] | None = None
    past: OwnPast | None = None

    def rows(self, target: NDArray[np.bool_]) -> Rows:
        return Rows(self.matrix, target, self.order, self.group, self.known)

    @property
    def value(self) -> NDArray[np.float64]:
        return self.labels.value[self.asked]


def ready(job: TrainingJob, progress: Progress = silent) -> Ready:
    """Read the table, decide what of it is a feature, and make the matrix. Raises: DatasetRefused."""
    progress(f"Reading {job.data.name} ...")
    written = table_for(job)
    frame = written.frame
    if job.target not in frame.columns:
        raise DatasetRefused(f"There is no column `{job.target}`; there are: {', '.join(frame.columns)}.")
    frame, untimed = _with_time(frame, job)
    labels = labels_of(frame[job.target], job.profile, job.task, job.positive)
    progress(f"{frame.height:,} rows and {frame.width} columns; {labels.described()}.")
    sha256 = sha256_of(job.data)
    asked = np.flatnonzero(labels.present)
    roles = _roles(job)
    drafted, leaks = _without_leaks(job, frame, labels, roles, sha256[:16], written.forms)
    for leak in leaks:
        progress(
            f"LEAKAGE: `{leak.column}` was left out: {leak.why}. Known at the decision? --keep {leak.column}"
        )
    roles, drafted = _known_by(frame, job, roles, drafted, leaks, progress)
    plan = msgspec.structs.replace(drafted.plan, positive=job.positive or "")
    notes = [*written.notes, *untimed, *drafted.notes]
    if _is_delay(job, labels):
        plan = msgspec.structs.replace(plan, label_is_delay=not plan.known)
        drafted = dataclasses.replace(drafted, plan=plan)
    if job.time and job.history and labels.task in {"binary", "number"}:
        progress("Counting the past of each row ...")
        history, sentences = history_plan(frame, roles, drafted, labels.value, online=job.online)
        plan = msgspec.structs.replace(plan, history=history)
        notes.extend(sentences)
    prepared = apply(plan, frame, label=labels.value)
    rows = apart(frame, job, plan, prepared, _target(labels, asked), asked)
    if plan.history is not None:
        plan, said = worth_having(plan, prepared.names, rows, job, progress)
        notes.append(said)
        prepared = apply(plan, frame, label=labels.value)
    plan = named(plan, prepared.names if not plan.columns else tuple(column.name for column in plan.columns))
    check_width(plan.columns)
    past, said = own_past(plan, prepared)
    notes.extend([*prepared.notes, *filter(None, [said])])
    for note in notes:
        progress(note)
    matrix = np.ascontiguousarray(prepared.of(plan.columns)[asked])
    plan = msgspec.structs.replace(plan, columns=levered(job, plan.columns, matrix))
    notes.extend(said_of(plan.columns))
    return Ready(
        job, frame, labels, plan, prepared, asked, matrix, rows.order, rows.group, leaks,
        tuple(notes), sha256, rows.known, past,
    )  # fmt: skip


def _with_time(frame: pl.DataFrame, job: TrainingJob) -> tuple[pl.DataFrame, list[str]]:
    """The rows that have a time, where one is named, and a sentence on the others."""
    dates = as_dates(frame[job.time]) if job.time and job.time in frame.columns else None
    if dates is None or not 0 < dates.null_count() < frame.height:
        return frame, []
    said = f"{dates.null_count():,} of {frame.height:,} rows have no `{job.time}` and were left out."
    return frame.filter(dates.is_not_null()), [said]


def _roles(job: TrainingJob) -> Roles:
    days = job.profile.label_delay_days if job.label_delay_days is None else job.label_delay_days
    return Roles(
        target=job.target, time=job.time or "", ids=job.ids,
        exclude=tuple(name for name in job.exclude if name not in {job.time, job.target}),
        known=job.known or "", label_delay_ms=round(days * DAY_MS),
    )  # fmt: skip


def _without_leaks(
    job: TrainingJob,
    frame: pl.DataFrame,
    labels: Labels,
    roles: Roles,
    salt: str,
    forms: Mapping[str, NumberForm],
) -> tuple[Draft, tuple[Leak, ...]]:
    """Draft, look for columns that know the answer, and draft again without them until there are none."""
    found: list[Leak] = []
    while True:
        excluded = dataclasses.replace(roles, exclude=(*roles.exclude, *(leak.column for leak in found)))
        drafted = draft(frame, excluded, labels.present, salt, forms)
        if not drafted.plan.columns:
            return drafted, tuple(found)
        rows = frame.filter(pl.Series(labels.present))
        ahead = tuple(msgspec.structs.replace(column, ahead=True) for column in drafted.plan.dates)
        matrix = apply(msgspec.structs.replace(drafted.plan, dates=ahead), rows).matrix
        sources = {
            name: column.name for column in drafted.plan.dates for name in date_names([column])
        }  # fmt: skip
        value = labels.value[labels.present]
        leaks = find_leaks(drafted.plan.columns, sources, matrix, value, labels.task, job.seed)
        fresh = [leak for leak in leaks if leak.column not in {*job.accept, job.time}]
        if not fresh:
            return drafted, tuple(found)
        found.extend(fresh)


def _known_by(
    frame: pl.DataFrame,
    job: TrainingJob,
    roles: Roles,
    drafted: Draft,
    leaks: tuple[Leak, ...],
    progress: Progress,
) -> tuple[Roles, Draft]:
    """A leaking date never before the row's own is when the answer came out: history counts the label from then."""
    if job.known or job.label_delay_days is not None or not job.time:
        return roles, drafted
    time = as_dates(frame[job.time])
    for leak in leaks:
        dates = as_dates(frame[leak.column])
        if dates is None or time is None or not bool((dates >= time).all()):
            continue
        progress(
            f"`{leak.column}` is taken for the moment at which the target became known (--label-delay to differ)."
        )
        plan = msgspec.structs.replace(drafted.plan, known=leak.column)
        return dataclasses.replace(roles, known=leak.column), dataclasses.replace(drafted, plan=plan)
    return roles, drafted


def _is_delay(job: TrainingJob, labels: Labels) -> bool:
    """Whether the number is the days until it was known itself, and nobody said otherwise."""
    return labels.task == "number" and job.profile.delay and job.label_delay_days is None


def _target(labels: Labels, asked: NDArray[np.int64]) -> NDArray[np.bool_]:
    value = labels.value[asked]
    return value > 0 if labels.task == "binary" else cast("NDArray[np.bool_]", value)
