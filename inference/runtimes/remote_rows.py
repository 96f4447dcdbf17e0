"""Rows by the hundred for a version on a model server: call after call, so that decisions find room between them."""

import time

import numpy as np
from numpy.typing import NDArray

from inference.runtimes.port import Outputs, joined
from inference.runtimes.remote import AwaitedScorer

ROWS_OF_A_CALL = 64
"""As many as decisions that wait together put into a call."""


async def score_rows(scorer: AwaitedScorer, matrix: NDArray[np.float32], timeout_s: float) -> Outputs:
    """Score all rows, one call at a time. matrix: float32[n, n_features], n > 0, NaN where missing.

    Raises: as `AwaitedScorer.score`; RuntimeTimeout too when the rows are too many for the time.
    """
    deadline_s = time.monotonic() + timeout_s
    parts = []
    for at in range(0, len(matrix), ROWS_OF_A_CALL):
        left_s = max(deadline_s - time.monotonic(), 0.0)
        parts.append(await scorer.score(matrix[at : at + ROWS_OF_A_CALL], left_s))
    return joined(parts)
