"""One fit in a process of its own: `python -m training.retraining_child FOLDER MEMORY_BYTES`.

FOLDER holds `task.json` and the rows, and gets the version's files. Standard output is one JSON object a line: progress,
then how it ended. It ends when its standard input does: whoever started it is then gone.
"""

import dataclasses
import hashlib
import itertools
import os
import resource
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import cast

import msgspec
import numpy as np
from numpy.typing import NDArray

from core.errors import PlatformError
from inference import catalogue
from inference.manifest import Column, DeclaredInput
from inference.manifest import Task as Tells
from training import profiles
from training.binary import calibrated, curve_of, standing_of
from training.calibration import calibration_of
from training.card import More
from training.declared import read_rows
from training.errors import DatasetRefused
from training.evaluation import quality
from training.fit import Rows, fit
from training.folder import CARD, CARD_TEXT
from training.job import Progress, TrainingJob
from training.package import Source, Version, package
from training.retraining_answers import anomalies_of_facts, classes_of_facts
from training.retraining_entities import Champion, FactRows, Origin
from training.retraining_heads import champions, heads_of_facts, meet
from training.retraining_segments import segments_of_facts
from training.retraining_timing import timing_of_facts
from training.train import train_any

TASK, FEATURES, COLUMNS, VERSION = "task.json", "rows.npz", "rows.jsonl", "version"
CPU_LIMIT_S = 3_600
CONTEST_S = 1_200.0
NICE = 10
TARGET = "countermark_told"
_HEAD, _SAID = "head/", "champion/"
_NEARLY, _LEFT = 0.95, 0.88
SEGMENT, TIMING = "segment", "payment-timing"


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """names: of the features in the matrix; empty where the rows are columns: those of `columns`, which else are what is beside
    the feature set, as `declared` makes it.

    task: what the version shall tell. above: of a number, beyond which its event has come true.
    champion: the name of the version to compete against, which scored the same rows. champion_classes: that it names.
    """

    use_case: str
    names: tuple[str, ...]
    seed: int
    command: str
    notes: tuple[str, ...]
    task: Tells = "probability"
    above: float | None = None
    champion: str = ""
    champion_classes: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    declared: tuple[DeclaredInput, ...] = ()


class Line(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Progress, or, with `ended`, how it ended; `failed` is a sentence for the tenant."""

    step: str = ""
    share: float = 0.0
    ended: bool = False
    failed: str = ""


def run(folder: Path) -> None:
    """Fit the rows of a folder and write the version into it. Raises: PlatformError."""
    task = msgspec.json.decode((folder / TASK).read_bytes(), type=Task)
    files = _from_features(task, folder) if task.names else _from_columns(task, folder)
    (folder / VERSION).mkdir()
    for name, data in files.items():
        (folder / VERSION / name).write_bytes(data)


def _from_features(task: Task, folder: Path) -> Mapping[str, bytes]:
    """Features that are computed from facts: the version takes the place of any other of its use case."""
    rows = _read(task, folder)
    if task.use_case == TIMING:
        origin = Origin(task.use_case, task.command, task.seed, task.notes)
        return timing_of_facts(origin, rows, folder, _onwards())
    if task.task == "probability":
        return _probability(task, rows).files
    origin = Origin(task.use_case, task.command, task.seed, task.notes)
    fit_of = {"anomaly": anomalies_of_facts, "number": heads_of_facts, "classes": classes_of_facts}[task.task]
    if task.use_case == SEGMENT:
        fit_of = segments_of_facts
    width = len(catalogue.get(task.use_case).features)
    rows = dataclasses.replace(rows, matrix=np.ascontiguousarray(rows.matrix[:, :width]))
    return fit_of(origin, rows, _onwards())


def _onwards() -> Progress:
    """Report each step a little nearer to the end, which nobody knows beforehand."""
    steps = itertools.count(1)
    return lambda step: _say(step, _NEARLY * (1 - _LEFT ** next(steps)))


def _read(task: Task, folder: Path) -> FactRows:
    with np.load(folder / FEATURES, allow_pickle=False) as found:
        arrays = dict(found)

    said = {name.removeprefix(_SAID): array for name, array in arrays.items() if name.startswith(_SAID)}
    values = {name.removeprefix(_HEAD): array for name, array in arrays.items() if name.startswith(_HEAD)}
    champion = None
    if "champion" in arrays:
        champion = Champion(task.champion, arrays["champion"], said, task.champion_classes)
    matrix = np.ascontiguousarray(arrays["matrix"], np.float32)
    return FactRows(matrix, arrays["target"], arrays["order"], arrays["group"], values, champion)


def _probability(task: Task, found: FactRows) -> Version:
    matrix = found.matrix
    rows = Rows(matrix, np.asarray(found.target, np.bool_), order=found.order, group=found.group)
    _say(f"Candidates meet on {len(matrix):,} rows and {len(task.names)} features", 0.1)
    try:
        outcome, validation = meet(found, rows.target, task.seed, _bounded(CONTEST_S))
    except _TooLong:
        return _single(task, rows)
    _say("Exporting and comparing with the fitted model", 0.8)
    fitted = outcome.fitted
    target = rows.target[fitted.held_out]
    weight = np.where(target, 1.0, outcome.negative_weight)
    more = More(
        leaderboard=(
            *map(standing_of, outcome.leaderboard),
            *champions(found.champion, outcome, target, task.seed),
        ),
        curve=curve_of(fitted.probability, target, weight),
        validation=validation,
    )
    return package(
        catalogue.get(task.use_case),
        fitted,
        calibrated(outcome, target),
        quality(target, fitted.probability, task.seed, outcome.negative_weight),
        matrix,
        _source(task, rows, outcome.notes, more),
    )


class _TooLong(Exception):
    """The contest has not ended in its time. Never leaves the module."""


def _bounded(seconds: float) -> Progress:
    """Report each candidate, and stop the contest at the first one that is done after its time."""
    until, steps = time.monotonic() + seconds, itertools.count(1)

    def report(step: str) -> None:
        if time.monotonic() > until:
            raise _TooLong
        _say(step.strip(), min(0.75, 0.1 + 0.08 * next(steps)))

    return report


def _single(task: Task, rows: Rows) -> Version:
    """Boosted trees alone, where the candidates would take too long."""
    _say("The contest takes too long; fitting boosted trees alone", 0.6)
    fitted = fit(rows, task.names, task.seed, hide=True)
    target = rows.target[fitted.held_out]
    note = f"Candidates did not compete: they had not met after {CONTEST_S / 60:g} minutes."
    return package(
        catalogue.get(task.use_case),
        fitted,
        calibration_of(fitted.slope, fitted.intercept, fitted.probability, target),
        quality(target, fitted.probability, task.seed),
        rows.matrix,
        _source(task, rows, (note,), None),
    )


def _source(task: Task, rows: Rows, notes: tuple[str, ...], more: More | None) -> Source:
    digest = _hash(rows.matrix, rows.target)
    return Source(
        task.command,
        digest,
        (),
        (*task.notes, *notes),
        task.seed,
        more,
        added=task.columns,
        declared=task.declared,
    )


def _from_columns(task: Task, folder: Path) -> Mapping[str, bytes]:
    """A tenant's own columns, as `countermark train` does from a table. Without their time: a part of it would become a column,
    which no request sends. Figures of a probability are of rows held out at random, others of the latest rows."""
    table = folder / "decisions.parquet"
    frame = read_rows(folder / COLUMNS, task.columns, TARGET)
    frame.write_parquet(table)
    steps = iter((0.1, 0.2, 0.3, 0.7))
    wanted = {"probability": "binary"}.get(task.task, task.task)
    job = TrainingJob(
        use_case=task.use_case, data=table, target=TARGET if TARGET in frame.columns else "", history=False,
        seed=task.seed, task=cast("profiles.Task", wanted), above=task.above, columns=task.columns,
        in_order=task.task != "probability", made_by=task.command, notes=task.notes,
    )  # fmt: skip
    made = train_any(job, lambda step: _say(step, next(steps, 0.9)))
    if isinstance(made, Version):
        return made.files
    if not made.version:
        raise DatasetRefused("What was learned cannot answer decisions: the answer has no place for it.")
    return {**made.version, CARD: made.files[CARD], CARD_TEXT: made.files[CARD_TEXT]}


def _hash(matrix: NDArray[np.float32], target: NDArray[np.bool_]) -> str:
    digest = hashlib.sha256(matrix.tobytes())
    digest.update(np.packbits(target).tobytes())
    return digest.hexdigest()


def _say(step: str, share: float) -> None:
    _write(Line(step=step.strip(" ."), share=share))


def _write(line: Line) -> None:
    sys.stdout.write(msgspec.json.encode(line).decode() + "\n")
    sys.stdout.flush()


def _limit(memory_bytes: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_LIMIT_S, CPU_LIMIT_S))
    resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(NICE)


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(1)


def main() -> None:
    _limit(int(sys.argv[2]))
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        run(Path(sys.argv[1]))
    except PlatformError as error:
        _write(Line(ended=True, failed=f"{error.message} {error.how_to_fix}".strip()))
    except MemoryError:
        _write(Line(ended=True, failed="The rows did not fit into the memory that a job has."))
    else:
        _write(Line(ended=True))


if __name__ == "__main__":
    main()
