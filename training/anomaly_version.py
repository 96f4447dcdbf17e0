"""What is unlike the rest as a version: its score as the log odds of being one of the planted anomalies, at the share to flag.

No label stands behind that probability: it says how much a row looks like what was planted, were as many rows anomalies
as the tuned share. Where trees or tails won, path tables explain it exactly; a machine or an autoencoder is not explained.
"""

import dataclasses
from collections.abc import Callable, Sequence

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from inference.artefacts import probability_of
from inference.drift_cards import card_reference
from inference.explanations.explainers import VectorisedExplainer
from inference.manifest import Column
from inference.runtimes.ort import OnnxRuntime
from training.calibration import platt, sure_calibration_of
from training.errors import ParityFailed
from training.job import Progress
from training.number_version import centred
from training.onnx_export import to_onnx
from training.parity import TOLERANCE, fresh_rows, is_batch_invariant, probe_rows
from training.path_tables import build_path_tables
from training.trees import Tree
from training.version_files import Deployable

Floats = NDArray[np.float64]
Matrix = NDArray[np.float32]


@dataclasses.dataclass(frozen=True)
class Winner:
    """score: of rows; the graph gives the same as `margin`. trees: whose sum it is, or None.

    planted: later rows, of which `truth` were made anomalies. share: of rows to flag.
    """

    score: Callable[[Matrix], Floats]
    graph: bytes
    trees: Sequence[Tree] | None
    planted: Matrix
    truth: NDArray[np.bool_]
    share: float


def anomaly_version(
    winner: Winner,
    columns: tuple[Column, ...],
    matrix: Matrix,
    threshold: float,
    seed: int,
    progress: Progress,
) -> Deployable:
    """matrix: float32[n, columns], rows to learn from. Raises: ParityFailed, UnsupportedModel."""
    score = winner.score(winner.planted)
    middle, spread = float(np.mean(score)), max(float(np.std(score)), 1e-9)
    per_spread, offset = platt((score - middle) / spread, winner.truth)
    slope, intercept = per_spread / spread, offset - per_spread * middle / spread
    intercept += float(np.log(_odds(winner.share)) - np.log(_odds(float(winner.truth.mean()))))
    repeat = _repeats(winner.truth, winner.share)
    probability = np.repeat(probability_of(slope * score + intercept), repeat)
    calibration = sure_calibration_of(slope, intercept, probability, np.repeat(winner.truth, repeat))
    trees, level = centred([tree.scaled(slope) for tree in winner.trees or ()], intercept)
    width = len(columns)
    graph = (
        scaled(winner.graph, slope, intercept)
        if winner.trees is None
        else to_onnx(trees, level, width, logistic=True)
    )
    paths, base_value = build_path_tables(trees, 0.0 if winner.trees is None else level, width)
    scorer = OnnxRuntime().open(graph, width)
    rows = _rows(trees, winner.planted, seed)
    margin = scorer.margins(rows)
    worst = _same("margin", slope * winner.score(rows) + intercept, margin)
    if winner.trees is not None:
        parts = VectorisedExplainer(paths).contributions(rows).sum(axis=1)
        worst = max(worst, _same("sum of contributions", margin, base_value + parts))
    flag = float(probability_of(np.array([slope * threshold + intercept]))[0])
    names = tuple(column.name for column in columns)
    notes = (
        f"No label stands behind the probability: it is that of a planted anomaly, were {winner.share:.2%} of rows anomalies. The threshold is a probability of {flag:.4f}.",
        "Reasons and contributions are exact." if winner.trees is not None else "This kind of model has no reasons and no contributions.",
        f"Export against the fitted model, {len(rows):,} rows: margin within {worst:.1e}.",
    )  # fmt: skip
    for note in notes:
        progress(note)
    return Deployable(
        task="anomaly", graph=graph, paths=paths, base_value=base_value,
        batch_invariant=is_batch_invariant(scorer, rows), calibration=calibration, columns=columns, features=names,
        reference=card_reference(names, matrix, probability_of(scorer.margins(matrix))), notes=notes,
    )  # fmt: skip


def scaled(graph: bytes, slope: float, intercept: float) -> bytes:
    """A graph whose `margin` is slope times that of another and intercept more; and its sigmoid."""
    model = onnx.load_model_from_string(graph)
    inner = model.graph
    for node in inner.node:
        node.output[:] = ["score" if name == "margin" else name for name in node.output]
    inner.initializer.extend(
        numpy_helper.from_array(np.array([value], np.float32), name)
        for name, value in (("slope", slope), ("intercept", intercept))
    )
    inner.node.extend(
        [
            helper.make_node("Mul", ["score", "slope"], ["sloped"]),
            helper.make_node("Add", ["sloped", "intercept"], ["margin"]),
            helper.make_node("Sigmoid", ["margin"], ["probability"]),
        ]
    )
    inner.output.append(helper.make_tensor_value_info("probability", TensorProto.FLOAT, ["n", 1]))
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString(deterministic=True))


def _rows(trees: Sequence[Tree], matrix: Matrix, seed: int) -> Matrix:
    rng = np.random.default_rng(seed)
    fresh = fresh_rows(matrix, rng)
    return np.concatenate([fresh, probe_rows(trees, matrix, rng)]) if trees else fresh


def _same(what: str, expected: Floats, found: Floats) -> float:
    """The largest difference over the size of what is compared. Raises: ParityFailed."""
    size = max(1.0, float(np.abs(expected).max()))
    difference = float(np.abs(expected - found).max()) / size
    if not difference <= 10 * TOLERANCE:
        raise ParityFailed(f"The exported {what} differs by {difference:.3g} of its size.")
    return difference


def _odds(share: float) -> float:
    return share / (1 - share)


def _repeats(truth: NDArray[np.bool_], share: float) -> NDArray[np.int64]:
    """How often each row counts, so that planted ones are the share."""
    factor = _odds(float(truth.mean())) / _odds(share)
    rarer, commoner = (max(1, round(1 / factor)), 1) if factor < 1 else (1, max(1, round(factor)))
    return np.where(truth, rarer, commoner)
