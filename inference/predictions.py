"""From facts and states to scores and reasons, for a whole tick at once: pure, no I/O, no clock."""

import logging
import time
from collections.abc import Mapping, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from inference.artefacts import LoadedVersion, Scores, scores_of
from inference.certainty import Confidence
from inference.runtimes.port import Outputs, RuntimeUnavailable

_log = logging.getLogger(__name__)
_NO_HEADS: Mapping[str, NDArray[np.float32]] = {}


class Prediction(msgspec.Struct, frozen=True):
    """What a version returned for one row.

    row: float32[n_features], NaN where missing. contributions: float64[n_features], in raw margin.
    heads: the graph's other outputs for this row, float32[k] each.
    rows: of a question with several rows all of them in order, of which this is one; empty where it is the only one.
    run_us: what scoring and explaining took, with all the rows that ran together, in microseconds.
    runtime: what computed the score, where that was not this process.
    """

    row: NDArray[np.float32]
    margin: float
    probability: float
    contributions: NDArray[np.float64]
    confidence: Confidence
    heads: Mapping[str, NDArray[np.float32]] = _NO_HEADS
    rows: tuple["Prediction", ...] = ()
    run_us: int = 0
    runtime: str = ""


class Scored(msgspec.Struct, frozen=True):
    """What came of a question that was scored elsewhere: None where the runtime was not to be had."""

    prediction: Prediction | None


GONE = Scored(None)


def predict_many(
    versions: Sequence[LoadedVersion], rows: Sequence[NDArray[np.float32]]
) -> list[Prediction | None]:
    """Score and explain each row with its version; rows of one version run together.

    rows: float32[n_features] of each question, or float32[n, n_features] of one that has several.

    Returns: None where the version's runtime was not to be had; the decision is then a degraded one.
    """
    groups: dict[bytes, list[int]] = {}
    for at, version in enumerate(versions):
        groups.setdefault(version.digest, []).append(at)
    predictions: list[Prediction | None] = [None] * len(rows)
    for members in groups.values():
        version = versions[members[0]]
        matrix = _matrix([rows[at] for at in members])
        try:
            found = _predict(version, matrix)
        except RuntimeUnavailable:
            _log.exception("A runtime failed.", extra={"size": len(members), "version": version.digest.hex()})
            if (
                len(members) > 1 and version.explained_later
            ):  # a row that a stranger's model cannot take fails alone
                for at in members:
                    predictions[at] = predict_many([version], [rows[at]])[0]
            continue
        in_order = iter(found)
        for at in members:
            count = 1 if rows[at].ndim == 1 else len(rows[at])
            predictions[at] = _together([next(in_order) for _ in range(count)])
    return predictions


def _matrix(rows: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
    if all(row.ndim == 1 for row in rows):
        return np.ascontiguousarray(rows, dtype=np.float32)
    return np.concatenate([np.atleast_2d(row) for row in rows])


def _together(parts: Sequence[Prediction]) -> Prediction:
    return parts[0] if len(parts) == 1 else msgspec.structs.replace(parts[0], rows=tuple(parts))


def predict_scored(
    version: LoadedVersion, rows: NDArray[np.float32], outputs: Outputs, began_s: float, runtime: str
) -> Prediction:
    """Explain what was scored elsewhere. rows: of one question. began_s: when that began, by `time.perf_counter`."""
    matrix = np.atleast_2d(rows)
    explained = _explained(version, matrix, scores_of(outputs), began_s)
    return msgspec.structs.replace(_together(explained), runtime=runtime)


def _predict(version: LoadedVersion, matrix: NDArray[np.float32]) -> list[Prediction]:
    began_s = time.perf_counter()
    return _explained(version, matrix, version.score(matrix), began_s)


def _explained(
    version: LoadedVersion, matrix: NDArray[np.float32], scores: Scores, began_s: float
) -> list[Prediction]:
    contributions = version.explain(matrix)
    run_us = round((time.perf_counter() - began_s) * 1e6)
    margins, probabilities = scores.margin.tolist(), scores.probability.tolist()
    heads = _heads(scores.heads, len(matrix))
    return [
        Prediction(row, margin, probability, parts, version.confidence(probability), of_row, run_us=run_us)
        for row, margin, probability, parts, of_row in zip(
            matrix, margins, probabilities, contributions, heads, strict=True
        )
    ]


def _heads(
    heads: Mapping[str, NDArray[np.float32]], count: int
) -> Sequence[Mapping[str, NDArray[np.float32]]]:
    """Split float32[n, k] by row. Most versions have none."""
    if not heads:
        return [_NO_HEADS] * count
    return [{name: values[at] for name, values in heads.items()} for at in range(count)]
