"""The port to whatever fits models: given rows, it returns a version's files. Chosen in the wiring; nothing here imports it."""

import datetime as dt
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Protocol, TypeAlias

import msgspec
import numpy as np
from numpy.typing import NDArray

from inference.entities import InputValue
from inference.manifest import Column, DeclaredInput, Task

Target: TypeAlias = NDArray[np.bool_] | NDArray[np.float64] | NDArray[np.str_]
"""What was told of each row: whether it happened, how much, or which; empty where nothing has to be told (anomalies)."""


class FeatureRows(msgspec.Struct, frozen=True):
    """Rows of a feature set that is computed from facts.

    matrix: float32[n, f], NaN where missing. order: int64[n], microseconds. group: int64[n], by customer.
    added: the columns beside the feature set, if any, the last ones of the matrix. declared: what fills those of the tenant's own.
    heads: truths of what the use case's versions give beside their margin, float64[n] each, NaN where not known.
    notes: what the card says of where the rows came from. events: the facts themselves with their moments, where what is fitted
        plays them again; a row's group is the place of its event.
    """

    names: tuple[str, ...]
    matrix: NDArray[np.float32]
    target: Target
    order: NDArray[np.int64]
    group: NDArray[np.int64]
    added: tuple[Column, ...] = ()
    declared: tuple[DeclaredInput, ...] = ()
    heads: Mapping[str, NDArray[np.float64]] = {}
    notes: tuple[str, ...] = ()
    events: Sequence[tuple[msgspec.Struct, dt.datetime]] = ()


class ColumnRows(msgspec.Struct, frozen=True):
    """Rows of a tenant's own columns, as they were sent, oldest first.

    columns: those that requests send, in their kinds: the version must declare them all, or it could not be asked.
    """

    inputs: Sequence[Mapping[str, InputValue]]
    target: Target
    order: NDArray[np.int64]
    columns: tuple[Column, ...]


LearningRows = FeatureRows | ColumnRows


class Said(msgspec.Struct, frozen=True):
    """What the champion says of the same rows. margin: float64[n]. heads: float32[n, k] by name. name: of it, for the card."""

    name: str
    margin: NDArray[np.float64]
    heads: Mapping[str, NDArray[np.float32]]
    classes: tuple[str, ...] = ()


class TrainingTask(msgspec.Struct, frozen=True, kw_only=True):
    """What to fit. command: how to ask for it again, for the version's card. notes: what its reader must know.

    task: what the version shall tell. above: of a number, beyond what the champion says that its event has come true.
    champion: to compete against, where it scores the same features.
    """

    use_case: str
    rows: LearningRows
    seed: int
    command: str
    notes: tuple[str, ...]
    task: Task = "probability"
    above: float | None = None
    champion: Said | None = None


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
