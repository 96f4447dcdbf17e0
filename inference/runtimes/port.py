"""What a runtime of model graphs can do. `ort` runs them in process; a fake stands in for it in tests."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from core.errors import ErrorKind, PlatformError


class RuntimeUnavailable(PlatformError):
    """The model cannot be run now. A tenant's fallback outcome answers, marked as degraded."""

    kind = ErrorKind.UNAVAILABLE
    code = "runtime_unavailable"
    fix = "Send the request again with the same idempotency key; if it persists, look at the model runtime."


class Scorer(Protocol):
    def margins(self, matrix: NDArray[np.float32]) -> NDArray[np.float64]:
        """Calibrated margin per row.

        matrix: float32[n, n_features], C order, NaN where missing. Returns: float64[n].
        Raises: RuntimeUnavailable.
        """
        ...


class ModelRuntime(Protocol):
    def open(self, graph: bytes, feature_count: int) -> Scorer:
        """Make a graph ready to score.

        graph: ONNX with input `features` float32[n, feature_count] and output `margin` float32[n, 1].
        Raises: GraphRefused when it is not such a graph.
        """
        ...
