"""Classes of texts whose words the service counts, as a version: a linear model of hashed features, with its sums beside the graph."""

import dataclasses
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import optimize
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from inference.catalogue import UseCase
from inference.features.texts import HASHED
from inference.linear_classes import Linear
from training.calibration import calibration_of
from training.dense import Floats, Told, linear_graph, log_odds, package_dense
from training.package import Source

_REGULARISATION = 10.0
_FOLDS = 3
_LOG_MIN = -80.0
_POWERS = (-3.0, 3.0)
_UNSEEN = -30.0  # of a class that no row has: never the largest
Matrix = NDArray[np.float32]
REASONS_NOTE = (
    "Reasons are exact shares of the log odds of the class that was named, given to words and facts."
)


@dataclasses.dataclass(frozen=True)
class FittedTexts:
    """weights: float64[features, classes], one more than are named where rows of none of them were learned from.

    right: of held-out rows of the classes, whether theirs was named; odds: how sure the model was of each.
    sure, true: the same of all held-out rows, where no class is right of a row of none. by_logs: see `linear_graph`.
    """

    weights: Floats
    bias: Floats
    named: int
    right: NDArray[np.bool_]
    odds: Floats
    sure: Floats
    true: NDArray[np.bool_]
    by_logs: bool = False

    @property
    def graph(self) -> bytes:
        return linear_graph(self.weights, self.bias, 1.0, 0.0, self.named, by_logs=self.by_logs)


def fit_texts(
    matrix: Matrix, target: NDArray[np.int64], classes: int, seed: int, unlike: Matrix | None = None
) -> FittedTexts:
    """Fit, and temper how sure the model may be on rows held out in turn, so that its largest share is the probability.

    target: places of classes, of which some may lack. unlike: rows that are of none of them.
    """
    wide = matrix.astype(np.float64)
    if unlike is not None:
        wide = np.vstack([wide, unlike.astype(np.float64)])
        target = np.concatenate([target, np.full(len(unlike), classes, np.int64)])
    model = LogisticRegression(C=_REGULARISATION, max_iter=300, tol=1e-3)
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=seed)
    found = cross_val_predict(model, wide, target, cv=folds, method="predict_log_proba")
    logs, seen = np.maximum(np.asarray(found, np.float64), _LOG_MIN), np.unique(target)
    named = int((seen < classes).sum())
    right = seen[logs[:, :named].argmax(axis=1)] == target
    cooling = _cooling(logs, right, named)
    odds = log_odds(_shares(cooling * logs)[:, :named])
    model.fit(wide, target)
    width = classes + (unlike is not None)
    weights, bias = np.zeros((wide.shape[1], width)), np.full(width, _UNSEEN)
    found_weights, found_bias = _both_sides(model)
    weights[:, seen], bias[seen] = cooling * found_weights, cooling * found_bias
    rows = len(matrix)
    return FittedTexts(weights, bias, classes, right[:rows], odds[:rows], odds, right)


def _cooling(logs: Floats, right: NDArray[np.bool_], named: int) -> float:
    """By what to multiply all scores, so that held-out rows are as often right as the largest share says.

    Source: temperature scaling, Guo et al. 2017, on whether the class that is named was right.
    """

    def loss(power: float) -> float:
        odds = log_odds(_shares(np.exp(power) * logs)[:, :named])
        return float(np.logaddexp(0.0, np.where(right, -odds, odds)).sum())

    found = optimize.minimize_scalar(loss, bounds=_POWERS, method="bounded", options={"xatol": 1e-6})
    return float(np.exp(found.x))


def _shares(scores: Floats) -> Floats:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    found: Floats = raised / raised.sum(axis=1, keepdims=True)
    return found


def _both_sides(model: LogisticRegression) -> tuple[Floats, Floats]:
    """Weights float64[f, k] and bias float64[k]; of two classes the library keeps only the second's."""
    weights, bias = np.asarray(model.coef_, np.float64), np.asarray(model.intercept_, np.float64)
    if len(weights) == 1:
        weights, bias = np.vstack([-weights[0] / 2, weights[0] / 2]), np.array([-bias[0] / 2, bias[0] / 2])
    return weights.T, bias


def package_texts(
    use_case: UseCase,
    fitted: FittedTexts,
    classes: tuple[str, ...],
    matrix: Matrix,
    source: Source,
    card: Sequence[tuple[str, str]],
) -> dict[str, bytes]:
    """Raises: ParityFailed."""
    scores = matrix.astype(np.float64) @ fitted.weights + fitted.bias
    margin = log_odds(_shares(scores)[:, : fitted.named])
    words = np.array([feature.name in HASHED for feature in use_case.features])
    origin = np.where(words, 0.0, matrix.mean(axis=0, dtype=np.float64))
    linear = Linear(
        fitted.weights.astype(np.float32), fitted.bias.astype(np.float32), origin.astype(np.float32)
    )
    probability = 1 / (1 + np.exp(-fitted.sure))
    return package_dense(
        use_case,
        fitted.graph,
        margin,
        matrix,
        calibration=calibration_of(1.0, 0.0, probability, fitted.true),
        source=source,
        card=card,
        told=Told(classes, linear),
    )
