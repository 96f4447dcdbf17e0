"""Rows as decisions had them: columns that a version in service declares, and that the one to take its place must declare too.

What a request sends was known at the decision and fits the columns, so nothing is left out and nothing is guessed of it.
"""

from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np
import polars as pl

from inference.entities import InputValue
from inference.manifest import Column
from training.actionable import levered, said_of
from training.datasets import described_column
from training.frames import read_table, sha256_of
from training.job import Progress, TrainingJob, silent
from training.labels import labels_of
from training.preparation import Preparation, apply
from training.readying import Ready

_TYPES: dict[str, type[pl.DataType]] = {
    "number": pl.Float64, "boolean": pl.Boolean, "category": pl.String, "text": pl.String,
}  # fmt: skip


class Row(msgspec.Struct, frozen=True):
    """One decision: what was sent, and what was told of it."""

    inputs: dict[str, InputValue]
    target: bool | float | str | None


def read_rows(path: Path, columns: Sequence[Column], target: str) -> pl.DataFrame:
    """JSON lines as a table of exactly these columns and, where anything was told, the target."""
    decoder = msgspec.json.Decoder(Row)
    with path.open("rb") as file:
        rows = [decoder.decode(line) for line in file]
    found = [
        pl.Series(
            each.name, [_plain(each, row.inputs.get(each.name)) for row in rows], dtype=_TYPES[each.kind]
        )
        for each in columns
    ]
    told = [row.target for row in rows]
    if any(each is not None for each in told):
        found.append(pl.Series(target, [int(each) if isinstance(each, bool) else each for each in told]))
    return pl.DataFrame(found)


def raw_columns(frame: pl.DataFrame, columns: Sequence[Column]) -> tuple[Column, ...]:
    """The columns with the codes of categories learned anew."""
    return tuple(_learned(each, frame[each.name]) for each in columns)


def plan_of(frame: pl.DataFrame, job: TrainingJob) -> tuple[Preparation, list[str]]:
    """How such a table is prepared, and what the card's reader must know."""
    raw = raw_columns(frame, job.columns)
    return Preparation(target=job.target, raw=raw, columns=raw), list(job.notes)


def ready_declared(job: TrainingJob, progress: Progress = silent) -> Ready:
    """As `ready` makes it of any table. Raises: DatasetRefused."""
    frame = read_table(job.data)
    labels = labels_of(frame[job.target], job.profile, job.task, job.positive)
    progress(f"{frame.height:,} rows and {len(job.columns)} columns; {labels.described()}")
    plan, notes = plan_of(frame, job)
    prepared = apply(plan, frame, label=labels.value)
    asked = np.flatnonzero(labels.present)
    matrix = np.ascontiguousarray(prepared.matrix[asked])
    plan = msgspec.structs.replace(plan, columns=levered(job, plan.columns, matrix))
    notes.extend(said_of(plan.columns))
    return Ready(
        job=job, frame=frame, labels=labels, plan=plan, prepared=prepared, asked=asked,
        matrix=matrix, order=np.arange(len(asked)) if job.in_order else None,
        group=None, leaks=(), notes=tuple(notes), sha256=sha256_of(job.data),
    )  # fmt: skip


def by_kind(columns: Sequence[Column]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Names of texts, of categories and of numbers."""

    def named(*kinds: str) -> tuple[str, ...]:
        return tuple(each.name for each in columns if each.kind in kinds)

    return named("text"), named("category", "boolean"), named("number")


def _plain(column: Column, value: InputValue) -> InputValue:
    if value is None or column.kind in {"category", "text"}:
        return value
    return bool(value) if column.kind == "boolean" else float(value)


def _learned(column: Column, series: pl.Series) -> Column:
    if column.kind != "category":
        return column
    found = described_column(series)
    codes = found.codes or column.codes
    return msgspec.structs.replace(column, codes=codes, other=found.other if found.codes else column.other)
