"""A scorer in process whose runs somebody hears of."""

import time

import numpy as np
from numpy.typing import NDArray

from inference.runtimes.port import Outputs, RuntimeUnavailable, RuntimeWatch, Scorer


class WatchedScorer:
    """5 µs a run, which a tick makes once for a version: mostly the histogram's."""

    def __init__(self, scorer: Scorer, watch: RuntimeWatch) -> None:
        self.heads = scorer.heads
        self._scorer = scorer
        self._watch = watch

    def margins(self, matrix: NDArray[np.float32]) -> NDArray[np.float64]:
        return self.outputs(matrix).margin

    def outputs(self, matrix: NDArray[np.float32]) -> Outputs:
        began_s = time.perf_counter()
        try:
            found = self._scorer.outputs(matrix)
        except RuntimeUnavailable as error:
            self._watch("onnx", error.code, time.perf_counter() - began_s)
            raise
        self._watch("onnx", "ok", time.perf_counter() - began_s)
        return found
