"""No target: what is unlike the rest. Candidates compete on planted anomalies, the share to flag is tuned and shown.

An anomaly cannot be learned without labels, but it can be made: rows whose amounts (or, without amounts, a few numbers)
are moved far out. Who finds those best, on later rows, wins; tails of each row against its own past are among them.
Each exports: tails and forests as sums of trees, machines and autoencoders as dense graphs.
"""

from collections.abc import Mapping, Sequence

import msgspec
import numpy as np
import polars as pl
from numpy.typing import NDArray

from inference.manifest import Column
from inference.number_forms import NumberForm
from training import declared
from training.actionable import levered, said_of
from training.anomaly_contest import Planted, card_of, drawn, meet
from training.anomaly_version import anomaly_version
from training.errors import DatasetRefused
from training.folder import HISTORY
from training.frames import as_dates, milliseconds, sha256_of
from training.job import Progress, TrainingJob
from training.labels import labels_of
from training.model import Model, model_of
from training.model_files import ModelFile
from training.planning import Roles, amounts_of, draft, history_plan
from training.preparation import Preparation, apply, write_events
from training.version_files import answers, with_version
from training.written import table_for

Floats = NDArray[np.float64]
Matrix = NDArray[np.float32]
_GRAPH = "anomaly.onnx"
_ROWS_FIT, _ROWS_CONTEST = 200_000, 40_000


def train_anomalies(job: TrainingJob, progress: Progress) -> Model:
    """Raises: DatasetRefused."""
    written = table_for(job)
    frame, label = _without_label(written.frame, job, progress)
    plan, notes = declared.plan_of(frame, job) if job.columns else _plan(frame, job, written.forms)
    notes = [*written.notes, *notes]
    progress(f"{frame.height:,} rows without a target; candidates look for planted anomalies.")
    prepared = apply(plan, frame)
    matrix = prepared.of(plan.columns)
    plan = msgspec.structs.replace(plan, columns=levered(job, plan.columns, matrix))
    notes.extend(said_of(plan.columns))
    order = _order(frame, job.time)
    cut = int(len(order) * 0.8)
    early, late = order[:cut][-_ROWS_FIT:], order[cut:][:_ROWS_CONTEST]
    planted, truth = _plant(plan, matrix, late, job.seed)
    names = [column.name for column in plan.columns]
    met = meet(
        matrix, Planted(early, late, planted, truth, label), names, amounts_of(names), job.seed, progress
    )
    notes.extend(met.notes)
    files = {_GRAPH: met.winner.graph}
    if prepared.events is not None:
        files[HISTORY] = write_events(prepared.events)
    file = ModelFile(
        format=1, use_case=job.use_case, task="anomaly", command=job.command, data_sha256=sha256_of(job.data),
        seed=job.seed, graphs={"anomaly_score": _GRAPH}, preparation=plan, threshold=met.threshold,
    )  # fmt: skip
    if not answers(job.use_case, "anomaly", progress):
        return model_of(file, files, card_of(file, met, frame.height, names, notes, job.licence))
    made = anomaly_version(met.winner, plan.columns, matrix[early], met.threshold, job.seed, progress)
    card = card_of(file, met, frame.height, names, [*notes, *made.notes], job.licence)
    card = msgspec.structs.replace(card, drift_reference=made.reference)
    return with_version(model_of(file, files, card), job, frame.height, made)


def _without_label(
    frame: pl.DataFrame, job: TrainingJob, progress: Progress
) -> tuple[pl.DataFrame, tuple[str, Floats] | None]:
    """The table without the column that it is held against at the end, and that column. Raises: DatasetRefused."""
    if not job.target:
        return frame, None
    if job.target not in frame.columns:
        raise DatasetRefused(f"There is no column `{job.target}`; there are: {', '.join(frame.columns)}.")
    label = labels_of(frame[job.target], job.profile, "binary", job.positive).value
    progress(
        f"`{job.target}` is kept apart: nothing learns from it or is chosen by it, the card is held against it."
    )
    return frame.drop(job.target), (job.target, np.asarray(label, np.float64))


def _plan(
    frame: pl.DataFrame, job: TrainingJob, forms: Mapping[str, NumberForm]
) -> tuple[Preparation, list[str]]:
    unknown = "__no_target__"
    table = frame.with_columns(pl.lit(None).cast(pl.Float64).alias(unknown))
    roles = Roles(target=unknown, time=job.time or "", ids=job.ids, exclude=job.exclude)
    drafted = draft(table, roles, np.ones(frame.height, np.bool_), sha256_of(job.data)[:16], forms)
    plan, notes = drafted.plan, list(drafted.notes)
    if job.time and job.history:
        history, said = history_plan(table, roles, drafted, np.full(frame.height, np.nan))
        if history is not None:
            entities = tuple(entity for entity in history.entities if entity.kind in {"own", "pair"})
            history = type(history)(entities=entities, values=history.values, prior=0.0) if entities else None
        plan = Preparation(
            target=plan.target,
            time=plan.time,
            raw=plan.raw,
            dates=plan.dates,
            history=history,
            salt=plan.salt,
            numbers=plan.numbers,
        )
        notes.extend(said)
    prepared = apply(plan, table.head(min(frame.height, 20_000)))
    kept = [
        name for index, name in enumerate(prepared.names)
        if "label" not in name and np.isfinite(prepared.matrix[:, index]).mean() > 0.05
    ]  # fmt: skip
    if not kept:
        raise DatasetRefused("No usable column is left.")
    known = {column.name: column for column in plan.raw}
    columns = tuple(known.get(name) or _number(name) for name in kept)
    return Preparation(
        target=plan.target, time=plan.time, raw=plan.raw, dates=plan.dates, history=plan.history, salt=plan.salt,
        columns=columns,
    ), notes  # fmt: skip


def _order(frame: pl.DataFrame, time: str | None) -> NDArray[np.int64]:
    dates = as_dates(frame[time]) if time else None
    if dates is None:
        return np.arange(frame.height)
    return np.argsort(milliseconds(dates), kind="stable")


def _plant(
    plan: Preparation, matrix: Matrix, late: NDArray[np.int64], seed: int
) -> tuple[Matrix, NDArray[np.bool_]]:
    """Later rows of which one in a hundred is moved far out. Returns: their matrix, and which."""
    rng = np.random.default_rng(seed)
    rows = matrix[late].copy()
    truth = drawn(len(late), rng)
    names = [column.name for column in plan.columns]
    amounts = [name for name in amounts_of(names) if name in {column.name for column in plan.raw}]
    factors = rng.uniform(2.0, 8.0, len(late))
    if not amounts:
        for place in rng.choice(len(names), min(3, len(names)), replace=False):
            column = rows[:, place]
            top = np.nanquantile(matrix[:, place], 0.995)
            rows[:, place] = np.where(truth, np.maximum(column, top), column)
        return rows, truth
    for name in amounts:
        own = matrix[late][:, names.index(name)]
        moved = np.where(truth, own * factors, own)
        rows[:, names.index(name)] = moved
        _follow(rows, names, name, own, moved, truth)
    return rows, truth


def _follow(
    rows: Matrix, names: Sequence[str], name: str, own: Matrix, moved: Matrix, truth: NDArray[np.bool_]
) -> None:
    """What is derived from the row's own amount moves with it: ratios by the factor, deviations by their own spread."""
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = np.where(truth, moved / own, 1.0)
    for place, each in enumerate(names):
        if each.endswith((f": {name} against the mean", f": {name} against the last")):
            rows[:, place] = rows[:, place] * factor
        elif each.endswith(f": {name} in deviations"):
            ratio = names.index(each.replace("in deviations", "against the mean"))
            before = (
                rows[:, ratio] / factor if f": {name} against the mean" in names[ratio] else rows[:, ratio]
            )
            with np.errstate(divide="ignore", invalid="ignore"):
                spread = (before - 1) / rows[:, place]
                rows[:, place] = np.where(
                    truth & (np.abs(spread) > 1e-6), (before * factor - 1) / spread, rows[:, place]
                )


def _number(name: str) -> Column:
    return Column(name=name[:128], kind="number")
