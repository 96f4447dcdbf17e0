"""Columns of versions that the service fills in: those named `features.<feature>`. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from inference.dated import with_dates
from inference.inputs import InputsRefused, InputValue, Row
from inference.manifest import Column, Manifest

GROUP = "features."
"""Columns and facts of this beginning are filled in by the service."""


def sent_columns(manifest: Manifest) -> tuple[Column, ...]:
    """Return those columns of a version that the service does not fill in."""
    if manifest.past is not None:
        return manifest.past.sent
    return with_dates([column for column in manifest.columns if not column.name.startswith(GROUP)])


def computed_names(columns: Iterable[Column]) -> tuple[str, ...]:
    """Return the features that a version's columns are filled with."""
    return tuple(column.name.removeprefix(GROUP) for column in columns if column.name.startswith(GROUP))


def filled(
    inputs: Mapping[str, InputValue], computed: Mapping[str, InputValue], names: Sequence[str]
) -> Mapping[str, InputValue]:
    """The columns of a version: what was sent, and what is filled in. Raises: InputsRefused."""
    if not names:
        return inputs
    given = [f"{GROUP}{name}" for name in names if f"{GROUP}{name}" in inputs]
    if given:
        raise InputsRefused(f"The service fills in `{given[0]}` itself.", fix="Leave it out of `inputs`.")
    return {**inputs, **{f"{GROUP}{name}": computed.get(name) for name in names}}


class Reader(Protocol):
    """Reads the columns of a version."""

    def encode(self, row: Row, path: str = "inputs") -> NDArray[np.float32]: ...


class Scoring(Protocol):
    """What scores: `routing.Deployed`, as far as it matters here."""

    @property
    def inputs(self) -> Reader: ...
    @property
    def computed(self) -> Sequence[str]: ...


def widened(
    deployed: Scoring, rows: NDArray[np.float32], computed: Mapping[str, InputValue]
) -> NDArray[np.float32]:
    """Put what a version of facts scores beside its feature set behind it.

    rows: of the feature set, float32[n_features], or float32[n, n_features] of a question with several. Most versions add
    nothing; they get the very rows.
    """
    if not deployed.computed:
        return rows
    beside = deployed.inputs.encode(filled({}, computed, deployed.computed))
    if rows.ndim == 1:
        return np.concatenate((rows, beside))
    return np.hstack((rows, np.broadcast_to(beside, (len(rows), len(beside)))))


def width_of_set(manifest: Manifest) -> int:
    """How many features of a version of facts its feature set computes; they come first."""
    return len(manifest.features) - len(manifest.columns)
