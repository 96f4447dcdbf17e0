"""The port to whatever fits models: given rows, it returns a version's files. Chosen in the wiring; nothing here imports it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Protocol

import msgspec
import numpy as np
from numpy.typing import NDArray

from inference.entities import InputValue


class FeatureRows(msgspec.Struct, frozen=True):
    """Rows of a feature set that is computed from facts.

    matrix: float32[n, f], NaN where missing. target: bool[n]. order: int64[n], microseconds. group: int64[n], by customer.
    """

    names: tuple[str, ...]
    matrix: NDArray[np.float32]
    target: NDArray[np.bool_]
    order: NDArray[np.int64]
    group: NDArray[np.int64]


class ColumnRows(msgspec.Struct, frozen=True):
    """Rows of a tenant's own columns, as they were sent."""

    inputs: Sequence[Mapping[str, InputValue]]
    target: NDArray[np.bool_]
    order: NDArray[np.int64]


LearningRows = FeatureRows | ColumnRows


class TrainingTask(msgspec.Struct, frozen=True, kw_only=True):
    """What to fit. command: how to ask for it again, for the version's card. notes: what its reader must know."""

    use_case: str
    rows: LearningRows
    seed: int
    command: str
    notes: tuple[str, ...]


class Progress(msgspec.Struct, frozen=True):
    """share: of the fitting, 0 to 1."""

    step: str
    share: float


Report = Callable[[Progress], Awaitable[None]]
"""Hears of progress. It raises to stop the training."""


class Trainer(Protocol):
    """One contract for every adapter: same rows and seed, same bytes; ends its processes when cancelled."""

    async def train(self, task: TrainingTask, report: Report) -> Mapping[str, bytes]:
        """Return a version's files by name. Raises: TrainingFailed, with a message for the tenant."""
        ...
