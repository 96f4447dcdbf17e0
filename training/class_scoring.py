"""A table's rows through a version that tells classes: the very floats that decisions and batches have."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from inference import artefacts
from inference.answering.kinds import CLASSES
from inference.artefacts import LoadedVersion
from inference.evidence import TextEncoder
from inference.inputs import InputValue
from inference.manifest import Column
from training.conforming import conform, text_of

_ROWS_AT_ONCE = 5_000
_CHARS_MAX = 10_000


def class_answers(folder: Path, frame: pl.DataFrame) -> list[pl.Series]:
    """The class and how likely it is to be right. Raises: ArtefactInvalid, DatasetRefused."""
    version = artefacts.load(folder)
    named: list[str] = []
    sure: list[float] = []
    for matrix in _features(version, frame):
        scores = version.score(matrix)
        named += [version.manifest.classes[place] for place in scores.heads[CLASSES].argmax(axis=1)]
        sure += scores.probability.tolist()
    return [pl.Series("prediction", named, pl.String), pl.Series("confidence", sure, pl.Float64)]


def _features(version: LoadedVersion, frame: pl.DataFrame) -> Iterator[NDArray[np.float32]]:
    columns, evidence = version.manifest.columns, version.evidence
    if evidence is None:
        raise artefacts.ArtefactInvalid("The version has no table of tokens.")
    reader = TextEncoder(columns, evidence)
    sent = pl.DataFrame([_as_sent(column, frame) for column in columns])
    for at in range(0, frame.height, _ROWS_AT_ONCE):
        rows: list[dict[str, InputValue]] = sent[at : at + _ROWS_AT_ONCE].to_dicts()
        yield np.stack([evidence.of(reader.read(row)) for row in rows])


def _as_sent(column: Column, frame: pl.DataFrame) -> pl.Series:
    """The values as a request has them; what is no such value is missing, as everywhere in a table."""
    if column.name not in frame.columns:
        return pl.Series(column.name, [None] * frame.height, dtype=pl.String)
    series = frame[column.name]
    if column.kind in {"text", "category"}:
        return text_of(series).str.slice(0, _CHARS_MAX).alias(column.name)
    if column.kind == "boolean":
        return conform(frame.select(column.name), [column])[0][column.name]
    numbers = series.cast(pl.Float64, strict=False)
    return numbers.set(~numbers.is_finite().fill_null(value=False), None)
