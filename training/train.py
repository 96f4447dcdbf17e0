"""Train whatever the target asks for: the one entry of the command, of a training job and of the demo."""

from collections.abc import Sequence

import polars as pl

from training.actionable import refuse_actionable
from training.anomalies import train_anomalies
from training.binary import train_binary
from training.classes import TextTable, Told, columns_of, leaks_of, split_of, train_classes
from training.declared import by_kind, ready_declared
from training.errors import DatasetRefused
from training.folder import CARD_TEXT
from training.forecasts import train_forecast
from training.frames import sha256_of
from training.job import SEED, Progress, TrainingJob, silent
from training.labels import Labels, labels_of
from training.leakage import Leak
from training.model import Model
from training.numbers import train_numbers
from training.package import Version
from training.readying import ready
from training.series_forecasts import are_series, train_series
from training.tracking import Run
from training.written import Written, table_for

__all__ = ["SEED", "Progress", "TrainingJob", "run_of", "train", "train_any"]


def train(job: TrainingJob, progress: Progress = silent) -> Version:
    """A version: of a target of yes and no. Raises: DatasetRefused, UnsupportedModel, ParityFailed."""
    found = train_any(job, progress)
    if not isinstance(found, Version):
        raise DatasetRefused(
            f"The target `{job.target}` is not yes or no.", fix="Name the value that means yes: --positive."
        )
    return found


def train_any(job: TrainingJob, progress: Progress = silent) -> Version | Model:
    """By the option, the use case or the target's type. Raises: DatasetRefused, UnsupportedModel, ParityFailed."""
    if not job.target or job.task == "anomaly":
        return train_anomalies(job, progress)
    if (job.task or job.profile.task) == "forecast":
        refuse_actionable(job, "forecasts")
        return train_series(job, progress) if job.ids and job.time else train_forecast(job, progress)
    written = table_for(job)
    frame = written.frame
    if job.target not in frame.columns:
        raise DatasetRefused(f"There is no column `{job.target}`; there are: {', '.join(frame.columns)}.")
    if are_series(job, frame):
        refuse_actionable(job, "forecasts")
        progress("Values of series at regular times: they are forecast (--task number to look at each row).")
        return train_series(job, progress)
    labels = labels_of(frame[job.target], job.profile, job.task, job.positive)
    if labels.task == "classes":
        refuse_actionable(job, "classes")
        return _classes(job, written, labels, progress)
    table = ready_declared(job, progress) if job.columns else ready(job, progress)
    return train_binary(table, progress) if table.labels.task == "binary" else train_numbers(table, progress)


def _classes(job: TrainingJob, written: Written, labels: Labels, progress: Progress) -> Model:
    for note in written.notes:
        progress(note)
    rows = written.frame.filter(pl.Series(labels.present))
    if job.columns:
        return _declared_classes(job, rows, labels, progress)
    value = labels.value[labels.present]
    left_out = [name for name in (job.target, job.time, *job.exclude) if name and name in rows.columns]
    kept = rows.drop(left_out)
    texts, categories, numbers = columns_of(kept, job.text)
    found = leaks_of(kept, categories, numbers, value, job.seed)
    leaks = [leak for leak in found if leak.column not in job.accept]
    for leak in leaks:
        progress(
            f"LEAKAGE: `{leak.column}` was left out: {leak.why}. Known at the decision? --keep {leak.column}"
        )
    out = {leak.column for leak in leaks}
    categories = tuple(name for name in categories if name not in out)
    numbers = tuple(name for name in numbers if name not in out)
    if not (texts or categories or numbers):
        raise DatasetRefused("No usable column is left to tell the classes by.")
    fitted, held = split_of(rows, value, job.time, job.seed)
    table = TextTable(
        rows,
        Labels("classes", value, labels.classes),
        texts,
        categories,
        numbers,
        fitted,
        held,
        written.forms,
    )
    return train_classes(table, _told(job, leaks, written.notes), progress)


def _declared_classes(job: TrainingJob, rows: pl.DataFrame, labels: Labels, progress: Progress) -> Model:
    """Of columns that decisions were made of: none is left out, and none can have known the answer."""
    value = labels.value[labels.present]
    fitted, held = split_of(rows, value, job.time, job.seed, in_order=job.in_order)
    texts, categories, numbers = by_kind(job.columns)
    known = Labels("classes", value, labels.classes)
    return train_classes(
        TextTable(rows, known, texts, categories, numbers, fitted, held), _told(job, []), progress
    )


def _told(job: TrainingJob, leaks: list[Leak], notes: Sequence[str] = ()) -> Told:
    return Told(
        job.use_case,
        job.command,
        sha256_of(job.data),
        job.licence,
        job.seed,
        tuple(leaks),
        (*notes, *job.notes),
    )


def run_of(job: TrainingJob, made: Version | Model) -> Run:
    """What a tracking server keeps of a training."""
    if isinstance(made, Version):
        card = made.card
        figures = {
            "auc": card.auc.value,
            "average precision": card.average_precision.value,
            "brier": card.brier.value,
        }
    else:
        figures = {
            key: value for line in made.card.leaderboard if line.chosen for key, value in line.figures.items()
        }
    parameters = {
        "use_case": job.use_case, "target": job.target, "seed": str(job.seed), "data": job.data.name,
        "data_sha256": made.card.data_sha256, "command": job.command,
    }  # fmt: skip
    return Run(job.use_case, parameters, figures, {"card.md": made.files[CARD_TEXT].decode()})
