"""The first runs of a version, before it answers: a session plans its buffers and touches its memory in them."""

import numpy as np

from inference.artefacts import LoadedVersion

SIZES = (1, 1, 2, 16, 1)
"""Rows of each run: a lone question, and as many as a busy tick holds."""


def warm(version: LoadedVersion) -> None:
    """Score and explain the version's probe, alone and together. Milliseconds of CPU: not on the event loop.

    Raises: RuntimeUnavailable.
    """
    for size in SIZES:
        matrix = np.tile(version.probe, (size, 1))
        version.score(matrix)
        version.explain(matrix)
