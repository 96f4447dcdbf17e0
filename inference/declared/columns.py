"""Columns of a tenant's own versions that the service fills in: those named `features.<feature>`. Pure."""

from collections.abc import Iterable, Mapping, Sequence

from inference.inputs import InputsRefused, InputValue
from inference.manifest import Column

GROUP = "features."
"""Columns and facts of this beginning are filled in by the service."""


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
