"""From facts and states to scores and reasons, for a whole tick at once: pure, no I/O, no clock."""

import dataclasses
import logging
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from inference.artefacts import Confidence, LoadedVersion
from inference.runtimes.port import RuntimeUnavailable

_log = logging.getLogger(__name__)


@dataclasses.dataclass(frozen=True, slots=True)
class Prediction:
    """What a version returned for one row.

    row: float32[n_features], NaN where missing. contributions: float64[n_features], in raw margin.
    """

    row: NDArray[np.float32]
    margin: float
    probability: float
    contributions: NDArray[np.float64]
    confidence: Confidence


def predict_many(
    versions: Sequence[LoadedVersion], rows: Sequence[NDArray[np.float32]]
) -> list[Prediction | None]:
    """Score and explain each row with its version; rows of one version run together.

    Returns: None where the version's runtime was not to be had; the decision is then a degraded one.
    """
    groups: dict[bytes, list[int]] = {}
    for at, version in enumerate(versions):
        groups.setdefault(version.digest, []).append(at)
    predictions: list[Prediction | None] = [None] * len(rows)
    for members in groups.values():
        version = versions[members[0]]
        matrix = np.ascontiguousarray([rows[at] for at in members], dtype=np.float32)
        try:
            found = _predict(version, matrix)
        except RuntimeUnavailable:
            _log.exception("A runtime failed.", extra={"size": len(members), "version": version.digest.hex()})
            continue
        for at, prediction in zip(members, found, strict=True):
            predictions[at] = prediction
    return predictions


def _predict(version: LoadedVersion, matrix: NDArray[np.float32]) -> list[Prediction]:
    scores = version.score(matrix)
    contributions = version.explain(matrix)
    margins, probabilities = scores.margin.tolist(), scores.probability.tolist()
    return [
        Prediction(row, margin, probability, parts, version.confidence(probability))
        for row, margin, probability, parts in zip(matrix, margins, probabilities, contributions, strict=True)
    ]
