"""Answers of models that are no `Version`: numbers with quantiles, classes, forecasts, anomalies; all through their graphs."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnxruntime
import polars as pl
from numpy.typing import NDArray

from inference.artefacts import MANIFEST
from inference.number_forms import NumberForm
from training.class_scoring import class_answers
from training.classes import softmax
from training.conforming import conform_date
from training.errors import DatasetRefused
from training.folder import HISTORY
from training.forecasts import predicted
from training.frames import milliseconds
from training.job import Progress
from training.model_files import ModelFile, ModelInvalid, read
from training.preparation import apply, read_events
from training.series_forecasts import series_answers
from training.tokens import Vocabulary, encode

_ROWS_AT_ONCE = 20_000
_TOKEN_ROWS = 500
Floats = NDArray[np.float64]


def answers_of(folder: Path, frame: pl.DataFrame, progress: Progress) -> list[pl.Series]:
    """Columns to add to the table. Raises: ModelInvalid, DatasetRefused."""
    model, files = read(folder)
    if model.task == "classes":
        _require_some(model, frame)
        return (
            class_answers(folder, frame) if (folder / MANIFEST).is_file() else _classes(model, files, frame)
        )
    if model.task == "forecast":
        if model.series is not None:
            return series_answers(model.series, files, files[model.graphs["forecast"]], frame, progress)
        return _forecast(model, frame)
    matrix = _matrix(model, files, frame, progress)
    found = {name: _run(files[file], matrix) for name, file in model.graphs.items()}
    if model.task == "anomaly":
        score = found["anomaly_score"]
        return [
            pl.Series("anomaly_score", score),
            pl.Series("flagged", (score >= (model.threshold or 0.0)).astype(np.int8)),
        ]
    return _numbers(model, found)


def forms_of(folder: Path) -> Mapping[str, NumberForm]:
    """How the numbers of its columns are written that are not bare digits. Raises: ModelInvalid."""
    model, _ = read(folder)
    return model.numbers if model.preparation is None else model.preparation.numbers


def _numbers(model: ModelFile, found: dict[str, Floats]) -> list[pl.Series]:
    """The quantiles in their order: a row's P10 is never above its P50."""
    quantiles = np.stack(
        [found[name] + model.shifts.get(name, 0.0) for name in ("p10", "p50", "p90")], axis=1
    )
    low, middle, high = np.sort(quantiles, axis=1).T
    return [
        pl.Series("prediction", found["mean"]), pl.Series("p10", low), pl.Series("p50", middle), pl.Series("p90", high)
    ]  # fmt: skip


def _matrix(
    model: ModelFile, files: dict[str, bytes], frame: pl.DataFrame, progress: Progress
) -> NDArray[np.float32]:
    plan = model.preparation
    if plan is None:
        raise ModelInvalid("The model has no preparation.")
    past = read_events(files[HISTORY]) if plan.history is not None else None
    label = None
    if plan.target in frame.columns and frame[plan.target].dtype.is_numeric():
        label = frame[plan.target].cast(pl.Float64).fill_null(np.nan).to_numpy()
    prepared = apply(plan, frame, past, label)
    for note in prepared.notes:
        progress(note)
    return prepared.of(plan.columns)


def _session(graph: bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def _run(graph: bytes, matrix: NDArray[np.float32]) -> Floats:
    session = _session(graph)
    parts = [
        session.run(["margin"], {"features": matrix[at : at + _ROWS_AT_ONCE]})[0].reshape(-1)
        for at in range(0, len(matrix), _ROWS_AT_ONCE)
    ]
    return np.concatenate(parts).astype(np.float64)


def _require_some(model: ModelFile, frame: pl.DataFrame) -> None:
    vocabulary = _vocabulary(model)
    named = (*vocabulary.texts, *vocabulary.categories, *vocabulary.numbers)
    if not any(name in frame.columns for name in (vocabulary.texts or named)):
        raise DatasetRefused(f"The columns that the classes are told by are absent: {', '.join(named)}.")


def _vocabulary(model: ModelFile) -> Vocabulary:
    if model.vocabulary is None:
        raise ModelInvalid("The model has no vocabulary.")
    return model.vocabulary


def _classes(model: ModelFile, files: dict[str, bytes], frame: pl.DataFrame) -> list[pl.Series]:
    """Of a model that is no version: of a use case that the catalogue does not have, or of more classes than a version tells."""
    vocabulary = _vocabulary(model)
    session = _session(files[model.graphs["scores"]])
    labels: list[str] = []
    sure: list[float] = []
    for at in range(0, frame.height, _TOKEN_ROWS):
        tokens = encode(vocabulary, frame[at : at + _TOKEN_ROWS])
        width = max(1, int(np.diff(tokens.indptr).max()))
        places = np.full((tokens.shape[0], width), len(vocabulary.places), np.int64)
        weights = np.zeros((tokens.shape[0], width), np.float32)
        for row in range(tokens.shape[0]):
            inside = slice(tokens.indptr[row], tokens.indptr[row + 1])
            count = inside.stop - inside.start
            places[row, :count], weights[row, :count] = tokens.indices[inside], tokens.data[inside]
        scores = session.run(["scores"], {"tokens": places, "weights": weights})[0].astype(np.float64)
        chance = softmax(scores, model.temperature)[:, : len(model.classes)]
        best = chance.argmax(axis=1)
        labels.extend(model.classes[place] for place in best)
        sure.extend(chance[np.arange(len(best)), best].tolist())
    return [pl.Series("prediction", labels), pl.Series("confidence", sure)]


def _forecast(model: ModelFile, frame: pl.DataFrame) -> list[pl.Series]:
    plan = model.forecast
    if plan is None:
        raise ModelInvalid("The model has no forecast.")
    dates = conform_date(frame, plan.time)
    if dates.null_count():
        raise DatasetRefused(f"The time column `{plan.time}` is missing in {dates.null_count():,} rows.")
    wanted = plan.places_of(milliseconds(dates))
    middle = predicted(np.array(plan.places), np.array(plan.profile), wanted)
    return [
        pl.Series("prediction", middle), pl.Series("p10", middle * plan.low), pl.Series("p50", middle),
        pl.Series("p90", middle * plan.high),
    ]  # fmt: skip
