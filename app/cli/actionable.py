"""`--actionable COLUMN[:up|:down]`: columns that a person can be asked to change."""

from collections.abc import Sequence
from typing import Literal, cast

from inference.actionable import ActionableColumn

_WAYS = {"up", "down", "both"}


def actionable_columns(named: Sequence[str]) -> tuple[ActionableColumn, ...]:
    """A column whose own name ends so is told with both ways: `count:up:both`."""
    return tuple(map(_column, named))


def _column(text: str) -> ActionableColumn:
    name, colon, way = text.rpartition(":")
    if not colon or way not in _WAYS or not name:
        return ActionableColumn(feature=text)
    return ActionableColumn(feature=name, direction=cast("Literal['up', 'down', 'both']", way))
