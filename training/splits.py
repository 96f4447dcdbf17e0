"""How rows are held out: later ones by their time, or where no target would be known by then, those of other ids."""

import dataclasses

import numpy as np
import polars as pl
from numpy.typing import NDArray

from training.errors import DatasetRefused
from training.fit import Rows, can_wait
from training.frames import as_dates, milliseconds
from training.job import TrainingJob
from training.preparation import Preparation, Prepared, key_hashes


def apart(
    frame: pl.DataFrame,
    job: TrainingJob,
    plan: Preparation,
    prepared: Prepared,
    target: NDArray[np.bool_],
    asked: NDArray[np.int64],
) -> Rows:
    """asked: int64[m], places of the rows with a known target. target: of those.

    Rows asked about every fortnight whose answers take a quarter (who will leave?) know next to nothing of one another's
    answers in time: then the rows of one id stay together instead. Without an id, time alone decides.
    """
    matrix, order = prepared.matrix[asked], _order(frame, job, asked)
    if order is None:
        return Rows(matrix, target, group=_groups(frame, job, asked))
    rows = Rows(
        matrix, target, order, known=_known(prepared, asked, varies=bool(plan.known) or plan.label_is_delay)
    )
    if can_wait(rows):
        return rows
    group = _groups(frame, job, asked)
    return dataclasses.replace(rows, known=None) if group is None else Rows(matrix, target, group=group)


def _known(prepared: Prepared, asked: NDArray[np.int64], *, varies: bool) -> NDArray[np.int64] | None:
    """None where each answer has a time of its own: to leave out what was not known yet would leave out what was slow."""
    events = prepared.events
    if events is None or varies:
        return None
    return np.searchsorted(np.sort(events.time[asked]), events.known[asked], "left").astype(np.int64)


def _order(frame: pl.DataFrame, job: TrainingJob, asked: NDArray[np.int64]) -> NDArray[np.int64] | None:
    if job.time is None:
        return None
    dates = as_dates(frame[job.time])
    if dates is None or dates.null_count():
        raise DatasetRefused(f"The time column `{job.time}` is missing in some rows.")
    ranks: NDArray[np.int64] = np.argsort(
        np.argsort(milliseconds(dates)[asked], kind="stable"), kind="stable"
    )
    return ranks


def _groups(frame: pl.DataFrame, job: TrainingJob, asked: NDArray[np.int64]) -> NDArray[np.int64] | None:
    if not job.ids or job.ids[0].split("+")[0] not in frame.columns:
        return None
    codes = np.unique(key_hashes(frame, job.ids[0].split("+")[0], ""), return_inverse=True)[1]
    chosen = codes[asked].astype(np.int64)
    return chosen if len(np.unique(chosen)) < 0.95 * len(chosen) else None
