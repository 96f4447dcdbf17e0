"""Classes that are told by the features of facts, as sums: what a starter or a retrained version rests its reasons on.

score of class c = features @ table[:, c] + bias[c], where what is missing counts as nought; the class with the largest score
is named. A column more than there are names is of what none of them is: it takes its share of the belief and is never named. Centres that are named by distance are such sums too: what a squared distance has in common for all of them drops out.
These numbers are the graph's own, and rest in `tokens.npz` as the tables of a tenant's own classes do.
"""

import io

import msgspec
import numpy as np
from numpy.typing import NDArray

from inference.evidence import Scale, arrays_of, require
from inference.evidence_shares import Floats, Split, expected_margin, split
from inference.manifest import CLASSES_MAX, Calibration

_NAMES = frozenset({"table", "bias", "origin"})
_SAME = 1e-3
"""Of a graph in float32 over the same sums in float64."""


class Linear(msgspec.Struct, frozen=True):
    """table: float32[features, classes]. bias: float32[classes].

    origin: float32[features], the row that reasons start from: the usual value of a measure, nought of a word.
    named: how many of the classes have a name; None where all have.
    """

    table: NDArray[np.float32]
    bias: NDArray[np.float32]
    origin: NDArray[np.float32]
    named: int | None = None

    def scores(self, matrix: NDArray[np.float32]) -> Floats:
        """Of the classes that have a name: float64[n, named]. matrix: float32[n, features], NaN where missing."""
        return self.sums(matrix)[:, : self.named]

    def sums(self, matrix: NDArray[np.float32]) -> Floats:
        """float64[n, classes], of all."""
        found: Floats = known(matrix) @ self.table.astype(np.float64) + self.bias
        return found

    def split(self, row: NDArray[np.float32], chosen: int) -> Split:
        """Part the log odds of a class among the features. row: float32[features]. chosen: place of the class."""
        moved = known(row) - self.origin
        start = self.origin.astype(np.float64) @ self.table + self.bias
        return split(self.table, moved, Scale(start, 1.0), chosen)


def known(matrix: NDArray[np.float32]) -> Floats:
    """As the graph takes it: nought where it is missing."""
    return np.nan_to_num(matrix.astype(np.float64), nan=0.0)


def write(linear: Linear) -> bytes:
    """The same numbers give the same bytes."""
    buffer = io.BytesIO()
    arrays = {name: np.asarray(getattr(linear, name), np.float32) for name in sorted(_NAMES)}
    np.savez(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


def read(data: bytes, features: int, classes: int) -> Linear:
    """classes: how many have a name. Raises: TokensRefused."""
    arrays = arrays_of(data, _NAMES)
    require(arrays.keys() == _NAMES, "arrays")
    require(1 < classes <= CLASSES_MAX, "classes")
    width = classes + int(arrays["table"].shape[1:] == (classes + 1,))
    shapes = {"table": (features, width), "bias": (width,), "origin": (features,)}
    for name, shape in shapes.items():
        require(arrays[name].dtype == np.float32 and arrays[name].shape == shape, name)
        require(bool(np.isfinite(arrays[name]).all()), name)
    held = {name: np.ascontiguousarray(arrays[name], np.float32) for name in shapes}
    return Linear(**held, named=classes)


def probes(linear: Linear, count: int) -> NDArray[np.float32]:
    """Rows that show whether a graph does the same: the origin, one of which nothing is known, and others about as far apart
    as changes a class. float32[count + 2, features]."""
    rng = np.random.default_rng(0)
    steps = 1 / (np.abs(linear.table).max(axis=1) + 1e-6)
    moved = linear.origin + rng.normal(0, 1, (count, len(steps))) * steps
    nothing = np.full((1, len(steps)), np.nan)
    return np.vstack([linear.origin[None, :], nothing, moved]).astype(np.float32)


def follows(linear: Linear, calibration: Calibration, rows: NDArray[np.float32], margins: Floats) -> bool:
    """Say whether a graph's margins are those of the sums. margins: float[n]."""
    for sums, margin in zip(linear.sums(rows), margins.tolist(), strict=True):
        expected = expected_margin(sums, int(sums[: linear.named].argmax()), calibration)
        if abs(margin - expected) > _SAME * max(1.0, abs(expected)):
            return False
    return True
