"""Classes of texts whose words the service counts, as a version: a linear model of hashed features, with its sums beside the graph."""

import dataclasses
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from inference.catalogue import UseCase
from inference.features.texts import HASHED
from inference.linear_classes import Linear
from training.calibration import calibration_of, platt
from training.dense import Floats, Told, linear_graph, log_odds, package_dense
from training.package import Source

_REGULARISATION = 10.0
_FOLDS = 3
_UNSEEN = -30.0  # of a class that no row has: never the largest
Matrix = NDArray[np.float32]
REASONS_NOTE = (
    "Reasons are exact shares of the log odds of the class that was named, given to words and facts."
)


@dataclasses.dataclass(frozen=True)
class FittedTexts:
    """weights: float64[features, classes]. right: of held-out rows, whether the class was; odds: how sure it was of each."""

    weights: Floats
    bias: Floats
    odds: Floats
    right: NDArray[np.bool_]
    slope: float
    intercept: float

    @property
    def graph(self) -> bytes:
        return linear_graph(self.weights, self.bias, self.slope, self.intercept)


def fit_texts(matrix: Matrix, target: NDArray[np.int64], classes: int, seed: int) -> FittedTexts:
    """Fit, and calibrate how sure the model may be on rows held out in turn. target: places of classes, of which some may lack."""
    wide = matrix.astype(np.float64)
    model = LogisticRegression(C=_REGULARISATION, max_iter=300, tol=1e-3)
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=seed)
    held_out = cross_val_predict(model, wide, target, cv=folds, method="predict_proba")
    seen = np.unique(target)
    right = seen[held_out.argmax(axis=1)] == target
    odds = log_odds(held_out)
    slope, intercept = platt(odds, right)
    model.fit(wide, target)
    weights, bias = np.zeros((wide.shape[1], classes)), np.full(classes, _UNSEEN)
    weights[:, seen], bias[seen] = _both_sides(model)
    return FittedTexts(weights, bias, odds, right, slope, intercept)


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
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    margin = fitted.slope * log_odds(raised / raised.sum(axis=1, keepdims=True)) + fitted.intercept
    words = np.array([feature.name in HASHED for feature in use_case.features])
    origin = np.where(words, 0.0, matrix.mean(axis=0, dtype=np.float64))
    linear = Linear(
        fitted.weights.astype(np.float32), fitted.bias.astype(np.float32), origin.astype(np.float32)
    )
    probability = 1 / (1 + np.exp(-(fitted.slope * fitted.odds + fitted.intercept)))
    return package_dense(
        use_case,
        fitted.graph,
        margin,
        matrix,
        calibration=calibration_of(fitted.slope, fitted.intercept, probability, fitted.right),
        source=source,
        card=card,
        told=Told(classes, linear),
    )
