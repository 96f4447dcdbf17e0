"""Autoencoders and one-class machines as arrays: whoever fitted them, a dense ONNX graph of ours answers for them.

An autoencoder finds a row odd that it cannot say again; a machine one that lies far from those that bound the usual
(Schölkopf et al. 2001).
"""

import dataclasses
from collections.abc import Callable, Sequence
from typing import cast

import numpy as np
from numpy.typing import NDArray
from sklearn.preprocessing import StandardScaler

from inference.runtimes.ort import OnnxRuntime
from training.dense import Graph
from training.errors import ParityFailed

Floats = NDArray[np.float64]
Matrix = NDArray[np.float32]
_FAR = 10.0  # deviations: further out is as far as it gets
_ROWS, _TOLERANCE = 2_000, 1e-3


@dataclasses.dataclass(frozen=True)
class Scaling:
    """columns: int64[k], of the matrix. middle, mean, spread: float64[k]; a missing value counts as the middle."""

    columns: NDArray[np.int64]
    middle: Floats
    mean: Floats
    spread: Floats

    @classmethod
    def of(cls, matrix: Matrix, columns: Sequence[int]) -> "Scaling":
        chosen = matrix[:, list(columns)]
        middle = np.nan_to_num(np.nanmedian(chosen, axis=0)).astype(np.float64)
        scaler = StandardScaler().fit(np.where(np.isnan(chosen), middle, chosen).astype(np.float64))
        return cls(
            np.array(columns, np.int64), middle, cast("Floats", scaler.mean_), cast("Floats", scaler.scale_)
        )

    def apply(self, matrix: Matrix) -> Floats:
        chosen = matrix[:, self.columns]
        filled = np.where(np.isnan(chosen), self.middle, chosen)
        scaled: Floats = np.clip((filled - self.mean) / self.spread, -_FAR, _FAR)
        return scaled


@dataclasses.dataclass(frozen=True)
class Coder:
    """layers: weights float64[in, out] and bias float64[out], with a ramp (ReLU) between them."""

    scaling: Scaling
    layers: tuple[tuple[Floats, Floats], ...]

    def score(self, matrix: Matrix) -> Floats:
        """float64[n]: squared distance between a row and what comes back of it."""
        known = self.scaling.apply(matrix)
        value = known
        for place, (weights, bias) in enumerate(self.layers):
            value = value @ weights + bias
            value = value if place == len(self.layers) - 1 else np.maximum(value, 0.0)
        return cast("Floats", ((value - known) ** 2).sum(axis=1))

    def graph(self, matrix: Matrix) -> bytes:
        """`features` float32[n, f] to `margin` float32[n, 1], once it says what `score` says. Raises: ParityFailed."""
        built = Graph(matrix.shape[1])
        known = value = _scaled(built, self.scaling, matrix.shape[1])
        for place, (weights, bias) in enumerate(self.layers):
            sums = built.add("MatMul", value, built.constant(weights))
            value = built.add("Add", sums, built.constant(bias[None, :]))
            value = value if place == len(self.layers) - 1 else built.add("Relu", value)
        apart = built.add("Sub", value, known)
        built.add("ReduceSum", built.add("Mul", apart, apart), built.integers([1]), output="margin")
        return _checked(built.finish({}), matrix, self.score)


@dataclasses.dataclass(frozen=True)
class Machine:
    """supports: float64[m, k], scaled rows. weights: float64[m]. width: of the radial kernel. level: what all weights must reach."""

    scaling: Scaling
    supports: Floats
    weights: Floats
    width: float
    level: float

    def score(self, matrix: Matrix) -> Floats:
        """float64[n]: how far a row's kernel sum lies below the level."""
        known = self.scaling.apply(matrix)
        found = np.empty(len(known))
        for at in range(0, len(known), _ROWS):
            part = known[at : at + _ROWS]
            apart = ((part[:, None, :] - self.supports[None, :, :]) ** 2).sum(axis=2)
            found[at : at + _ROWS] = self.level - np.exp(-self.width * apart) @ self.weights
        return found

    def graph(self, matrix: Matrix) -> bytes:
        """As `Coder.graph`. Distances are |x|² + |s|² - 2 x·s, kept from falling below zero."""
        built = Graph(matrix.shape[1])
        known = _scaled(built, self.scaling, matrix.shape[1])
        own = built.add("ReduceSum", built.add("Mul", known, known), built.integers([1]))
        theirs = built.constant((self.supports**2).sum(axis=1)[None, :])
        both = built.add("MatMul", known, built.constant(-2.0 * self.supports.T))
        apart = built.add(
            "Max", built.add("Add", built.add("Add", both, own), theirs), built.constant(np.array(0.0))
        )
        kernel = built.add("Exp", built.add("Mul", apart, built.constant(np.array(-self.width))))
        sums = built.add("MatMul", kernel, built.constant(self.weights[:, None]))
        built.add("Sub", built.constant(np.array(self.level)), sums, output="margin")
        return _checked(built.finish({}), matrix, self.score)


def _scaled(built: Graph, scaling: Scaling, columns: int) -> str:
    """Chosen by a matrix of zeros and ones, after missing values are filled: served graphs know no Gather."""
    middle, chosen = np.zeros(columns), np.zeros((columns, len(scaling.columns)))
    middle[scaling.columns] = scaling.middle
    chosen[scaling.columns, np.arange(len(scaling.columns))] = 1.0
    missing = built.add("IsNaN", "features")
    filled = built.add("Where", missing, built.constant(middle[None, :]), "features")
    kept = built.add("MatMul", filled, built.constant(chosen))
    centred = built.add("Sub", kept, built.constant(scaling.mean[None, :]))
    scaled = built.add("Div", centred, built.constant(scaling.spread[None, :]))
    near = built.add("Min", scaled, built.constant(np.array(_FAR)))
    return built.add("Max", near, built.constant(np.array(-_FAR)))


def _checked(graph: bytes, matrix: Matrix, score: Callable[[Matrix], Floats]) -> bytes:
    """Raises: ParityFailed."""
    rows = matrix[:_ROWS]
    found, wanted = OnnxRuntime().open(graph, matrix.shape[1]).margins(rows), score(rows)
    if not (np.abs(found - wanted) <= _TOLERANCE * (1 + np.abs(wanted))).all():
        raise ParityFailed("The graph of what finds anomalies does not say what the fitted model says.")
    return graph
