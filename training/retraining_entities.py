"""What a job's process is given to fit: rows that the service computed, and what the champion says of them."""

import dataclasses
import hashlib
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclasses.dataclass(frozen=True)
class Origin:
    """What is made, and how it is asked for again."""

    use_case: str
    command: str
    seed: int
    notes: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class Champion:
    """Whose place the version is made to take. margin: float64[n]. heads: float32[n, k] by name, of the same rows.

    name: of it. classes: that it names, if any.
    """

    name: str
    margin: Floats
    heads: Mapping[str, NDArray[np.float32]]
    classes: tuple[str, ...] = ()

    @property
    def probability(self) -> Floats:
        return np.asarray(1 / (1 + np.exp(-self.margin)), np.float64)


@dataclasses.dataclass(frozen=True)
class FactRows:
    """Rows, oldest first. matrix: float32[n, f]. target: bool[n], float64[n] or str[n], empty for anomalies. order, group: int64[n].

    values: truths of heads, float64[n] each, NaN where not known. champion: None where it scores other features.
    """

    matrix: NDArray[np.float32]
    target: NDArray[np.bool_] | NDArray[np.float64] | NDArray[np.str_]
    order: NDArray[np.int64]
    group: NDArray[np.int64]
    values: Mapping[str, Floats] = dataclasses.field(default_factory=dict)
    champion: Champion | None = None

    @property
    def sha256(self) -> str:
        digest = hashlib.sha256(self.matrix.tobytes())
        digest.update(self.target.tobytes())
        for name in sorted(self.values):
            digest.update(self.values[name].tobytes())
        return digest.hexdigest()
