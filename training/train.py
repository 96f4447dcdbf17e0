"""A tenant's own version from a table: read, check, fit, calibrate, measure, export."""

import dataclasses
from collections.abc import Callable
from pathlib import Path

import numpy as np

from inference import catalogue
from training.calibration import calibration_of
from training.datasets import read_dataset
from training.evaluation import quality
from training.fit import Rows, fit
from training.leakage import check_leakage
from training.package import Source, Version, package

SEED = 20261121
Progress = Callable[[str], None]


@dataclasses.dataclass(frozen=True)
class TrainingJob:
    """What to train. time: the column that orders the rows, so that every measured row lies after those it was
    learned from. exclude: columns to leave out. accept: columns that the leakage alarm may not stop at.
    """

    use_case: str
    data: Path
    target: str
    time: str | None = None
    exclude: tuple[str, ...] = ()
    accept: tuple[str, ...] = ()
    positive: str | None = None
    seed: int = SEED

    @property
    def command(self) -> str:
        """The command that makes this version again, with the file's name alone."""
        options = [f"--data {self.data.name}", f"--target {self.target}"]
        options += [f"--time {self.time}"] if self.time else []
        options += [f"--exclude {','.join(self.exclude)}"] if self.exclude else []
        options += [f"--accept {','.join(self.accept)}"] if self.accept else []
        options += [f"--positive {self.positive}"] if self.positive else []
        options += [f"--seed {self.seed}"] if self.seed != SEED else []
        return f"countermark train {self.use_case} {' '.join(options)}"


def train(job: TrainingJob, progress: Progress = lambda _: None) -> Version:
    """Raises: UseCaseUnknown, DatasetRefused, LeakageSuspected, UnsupportedModel, ParityFailed."""
    use_case = catalogue.get(job.use_case)
    progress(f"Reading {job.data.name} ...")
    dataset = read_dataset(job.data, job.target, time=job.time, exclude=job.exclude, positive=job.positive)
    for note in dataset.notes:
        progress(note)
    check_leakage(dataset, frozenset(job.accept), job.seed)
    names = tuple(column.name for column in dataset.columns)
    progress(f"Fitting on {len(dataset.target):,} rows and {len(names)} columns ...")
    fitted = fit(Rows(dataset.matrix, dataset.target, dataset.order), names, job.seed, hide=True)
    target = dataset.target[fitted.held_out]
    progress("Exporting and comparing with the fitted model ...")
    return package(
        use_case,
        fitted,
        calibration_of(fitted.slope, fitted.intercept, fitted.probability, target),
        quality(target, fitted.probability, job.seed),
        np.ascontiguousarray(dataset.matrix),
        Source(job.command, dataset.sha256, dataset.columns, dataset.notes, job.seed),
    )
