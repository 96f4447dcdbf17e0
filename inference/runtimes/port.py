"""What a runtime of model graphs can do. `ort` runs them in process; a fake stands in for it in tests."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Literal, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.errors import ErrorKind, PlatformError

Runtime: TypeAlias = Literal["onnx", "kserve"]
"""Where a version scores: ONNX Runtime in process, or the installation's model server."""


class RuntimeUnavailable(PlatformError):
    """The model cannot be run now. A tenant's fallback outcome answers, marked as degraded."""

    kind = ErrorKind.UNAVAILABLE
    code = "runtime_unavailable"
    fix = "Send the request again with the same idempotency key; if it persists, look at the model runtime."


@dataclasses.dataclass(frozen=True, slots=True)
class Outputs:
    """margin: float64[n], calibrated. heads: the graph's further outputs by name, float32[n, k] each."""

    margin: NDArray[np.float64]
    heads: Mapping[str, NDArray[np.float32]]


def joined(parts: Sequence[Outputs]) -> Outputs:
    """Put the outputs of consecutive rows together."""
    if len(parts) == 1:
        return parts[0]
    return Outputs(
        np.concatenate([part.margin for part in parts]),
        {name: np.concatenate([part.heads[name] for part in parts]) for name in parts[0].heads},
    )


class Scorer(Protocol):
    @property
    def heads(self) -> tuple[str, ...]:
        """Names of the graph's outputs beside `margin` and `probability`, sorted."""
        ...

    def margins(self, matrix: NDArray[np.float32]) -> NDArray[np.float64]:
        """Calibrated margin per row.

        matrix: float32[n, n_features], C order, NaN where missing. Returns: float64[n].
        Raises: RuntimeUnavailable.
        """
        ...

    def outputs(self, matrix: NDArray[np.float32]) -> Outputs:
        """Margins and all heads in one run. Raises: RuntimeUnavailable."""
        ...


class RuntimeWatch(Protocol):
    def __call__(self, runtime: str, outcome: str, seconds: float) -> None:
        """Hear of a run. outcome: `ok`, or the code of the error."""
        ...


def unwatched(runtime: str, outcome: str, seconds: float) -> None:
    """Nobody listens."""


class ModelRuntime(Protocol):
    def open(self, graph: bytes, feature_count: int) -> Scorer:
        """Make a graph ready to score.

        graph: ONNX with input `features` float32[n, feature_count] and output `margin` float32[n, 1]; any further outputs
            but `probability` are heads, float32[n, k].
        Raises: GraphRefused when it is not such a graph.
        """
        ...
