"""Classes that are told by the features of facts, as sums: what a starter or a retrained version rests its reasons on.

score of class c = features @ table[:, c] + bias[c], where what is missing counts as nought; the class with the largest score
is named. A column more than there are names is of what none of them is: it takes its share of the belief and is never named. Centres that are named by distance are such sums too: what a squared distance has in common for all of them drops out.
What is far from all centres gains a score for none of them, with the square of how far it is from the usual row, feature by
feature. These numbers are the graph's own, and rest in `tokens.npz` as the tables of a tenant's own classes do.
"""

import io

import msgspec
import numpy as np
from numpy.typing import NDArray

from inference.evidence import Scale, arrays_of, require
from inference.evidence_shares import Evidenced, Floats, Split, expected_margin, split
from inference.manifest import CLASSES_MAX, Calibration

_NAMES = frozenset({"table", "bias", "origin"})
_FAR_NAMES = frozenset({"far", "low", "high"})
_SAME = 1e-3
"""Of a graph in float32 over the same sums in float64."""


class Far(msgspec.Struct, frozen=True):
    """What tells a row that is near no class: far * (features - origin)², added to the score of what none of them is.

    far: float32[features], none below nought. low, high: float32[features], between which each feature is taken to be, for all sums.
    """

    far: NDArray[np.float32]
    low: NDArray[np.float32]
    high: NDArray[np.float32]


class Linear(msgspec.Struct, frozen=True):
    """table: float32[features, classes]. bias: float32[classes].

    origin: float32[features], the row that reasons start from: the usual value of a measure, nought of a word.
    named: how many of the classes have a name; None where all have. far: None of versions that know no distances.
    """

    table: NDArray[np.float32]
    bias: NDArray[np.float32]
    origin: NDArray[np.float32]
    named: int | None = None
    far: Far | None = None

    def scores(self, matrix: NDArray[np.float32]) -> Floats:
        """Of the classes that have a name: float64[n, named]. matrix: float32[n, features], NaN where missing."""
        return self.sums(matrix)[:, : self.named]

    def sums(self, matrix: NDArray[np.float32]) -> Floats:
        """float64[n, classes], of all."""
        known = self._known(matrix)
        found: Floats = known @ self.table.astype(np.float64) + self.bias
        if self.far is not None:
            found[:, -1] += (known - self.origin) ** 2 @ self.far.far.astype(np.float64)
        return found

    def split(self, row: NDArray[np.float32], chosen: int) -> Split:
        """Part the log odds of a class among the features. row: float32[features]. chosen: place of the class."""
        moved = self._known(row) - self.origin
        start = self.origin.astype(np.float64) @ self.table + self.bias
        says: Evidenced = self.table
        if self.far is not None:
            says = self.table.astype(np.float64)
            says[:, -1] += self.far.far * moved  # times `moved` once more, as all that is said
        return split(says, moved, Scale(start, 1.0), chosen)

    def _known(self, matrix: NDArray[np.float32]) -> Floats:
        """As the graph takes it: nought where it is missing, and no farther out than what was learned from."""
        found = np.nan_to_num(matrix.astype(np.float64), nan=0.0)
        return found if self.far is None else np.clip(found, self.far.low, self.far.high)


def write(linear: Linear) -> bytes:
    """The same numbers give the same bytes."""
    buffer = io.BytesIO()
    arrays = {name: np.asarray(getattr(linear, name), np.float32) for name in sorted(_NAMES)}
    if linear.far is not None:
        arrays |= {name: np.asarray(getattr(linear.far, name), np.float32) for name in sorted(_FAR_NAMES)}
    np.savez(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


def read(data: bytes, features: int, classes: int) -> Linear:
    """classes: how many have a name. Raises: TokensRefused."""
    arrays = arrays_of(data, _NAMES | _FAR_NAMES)
    require(arrays.keys() in (_NAMES, _NAMES | _FAR_NAMES), "arrays")
    require(1 < classes <= CLASSES_MAX, "classes")
    distant = arrays.keys() != _NAMES
    width = classes + int(distant or arrays["table"].shape[1:] == (classes + 1,))
    shapes: dict[str, tuple[int, ...]] = {"table": (features, width), "bias": (width,), "origin": (features,)}
    shapes |= dict.fromkeys(_FAR_NAMES, (features,)) if distant else {}
    for name, shape in shapes.items():
        require(arrays[name].dtype == np.float32 and arrays[name].shape == shape, name)
        require(bool(np.isfinite(arrays[name]).all()), name)
    held = {name: np.ascontiguousarray(arrays[name], np.float32) for name in shapes}
    far = Far(*(held.pop(name) for name in ("far", "low", "high"))) if distant else None
    require(far is None or bool((far.far >= 0).all() and (far.low <= far.high).all()), "far")
    return Linear(**held, named=classes, far=far)


def probes(linear: Linear, count: int) -> NDArray[np.float32]:
    """Rows that show whether a graph does the same: the origin, one of which nothing is known, and others about as far apart
    as changes a class; where distance counts, some at the ends of what was learned from, too. float32[count + 2, features]."""
    rng = np.random.default_rng(0)
    steps = 1 / (np.abs(linear.table).max(axis=1) + 1e-6)
    moved = linear.origin + rng.normal(0, 1, (count, len(steps))) * steps
    nothing = np.full((1, len(steps)), np.nan)
    if linear.far is not None:
        ends = np.where(rng.random((count, len(steps))) < 0.5, linear.far.low, linear.far.high)
        moved[::2] = np.where(rng.random((count, len(steps))) < rng.random((count, 1)), ends, linear.origin)[
            ::2
        ]
    return np.vstack([linear.origin[None, :], nothing, moved]).astype(np.float32)


def follows(linear: Linear, calibration: Calibration, rows: NDArray[np.float32], margins: Floats) -> bool:
    """Say whether a graph's margins are those of the sums. margins: float[n]."""
    for sums, margin in zip(linear.sums(rows), margins.tolist(), strict=True):
        expected = expected_margin(sums, int(sums[: linear.named].argmax()), calibration)
        if abs(margin - expected) > _SAME * max(1.0, abs(expected)):
            return False
    return True
