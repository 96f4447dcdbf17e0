"""A version of `spend-forecast`: trees over the service's own features of months, from a table or from ingested payments alike.

The margin is whether more is spent than the mean of three months, which the tables explain exactly; the heads are how much.
"""

import dataclasses

import numpy as np
from numpy.typing import NDArray

from inference import catalogue
from training.binary import calibrated, curve_of, standing_of
from training.card import More
from training.contest import Outcome, contest
from training.errors import DatasetRefused
from training.evaluation import quality
from training.fit import Rows, Shape, can_wait
from training.heads import said_of
from training.job import Progress
from training.package import Source, Version, package
from training.series.served import heads_of

USE_CASE = "spend-forecast"


@dataclasses.dataclass(frozen=True)
class MonthRows:
    """matrix: float32[n, f]. more: bool[n]. ratio: float64[n], of the heads, NaN where nothing was spent before.

    order, known: int64[n], when each was asked and when its truth was known, in one unit. group: int64[n], by customer.
    """

    matrix: NDArray[np.float32]
    more: NDArray[np.bool_]
    ratio: NDArray[np.float64]
    order: NDArray[np.int64]
    known: NDArray[np.int64]
    group: NDArray[np.int64]


def spending_version(rows: MonthRows, shape: Shape, source: Source, progress: Progress) -> Version:
    """shape: of the heads. source: without the contest's part of the card. Raises: DatasetRefused, ParityFailed."""
    progress(f"Fitting what can be deployed on {len(rows.more):,} rows of months")
    outcome, validation = _met(rows, source.seed, progress)
    heads = heads_of(rows.matrix, rows.ratio, rows.group, shape, source.seed, progress)
    target = rows.more[outcome.fitted.held_out]
    weight = np.where(target, 1.0, outcome.negative_weight)
    more = More(
        leaderboard=tuple(standing_of(entry) for entry in outcome.leaderboard),
        curve=curve_of(outcome.fitted.probability, target, weight),
        validation=validation,
    )
    notes = (*source.notes, *outcome.notes, *(said_of(head) for head in heads))
    return package(
        catalogue.get(USE_CASE),
        outcome.fitted,
        calibrated(outcome, target, sure=False),
        quality(target, outcome.fitted.probability, source.seed, outcome.negative_weight),
        rows.matrix,
        dataclasses.replace(source, notes=notes, more=more),
        heads=heads,
    )


def _met(rows: MonthRows, seed: int, progress: Progress) -> tuple[Outcome, str]:
    """By time where the months are enough for that, else by customer. Raises: DatasetRefused."""
    timed = Rows(rows.matrix, rows.more, order=rows.order, group=rows.group, known=rows.known)
    if can_wait(timed):
        try:
            found = contest(timed, seed, progress)
        except DatasetRefused:
            progress("  too few of one kind in some part of the time; customers are held out instead")
        else:
            return (
                found,
                "On later months: each part was scored by models of what was known before it began.",
            )
    return contest(
        Rows(rows.matrix, rows.more, group=rows.group), seed, progress
    ), "On customers held out in turn."
