"""Which of a tenant's own columns a person can be asked to change, as training is told and the manifest says. Pure."""

from collections.abc import Sequence
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from core.errors import ErrorKind, PlatformError
from inference.manifest import COLUMNS_MAX, Column, ColumnName
from inference.uploads.declaration import is_protected


class ActionableRefused(PlatformError):
    kind = ErrorKind.INVALID
    code = "actionable_refused"
    fix = "Name columns of the version that a person can be asked to change, each once."


class ActionableColumn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A column that a person can be asked to change, for counterfactuals.

    feature: the column. direction: which way. minimum, maximum: how far, at most; without them as far as the rows go that training
    learned from.
    """

    feature: ColumnName
    direction: Literal["up", "down", "both"] = "both"
    minimum: float | None = None
    maximum: float | None = None


ActionableColumns = Annotated[tuple[ActionableColumn, ...], Meta(max_length=COLUMNS_MAX)]


def declared(columns: Sequence[Column], wanted: Sequence[ActionableColumn]) -> tuple[Column, ...]:
    """Say of exactly these columns that they are actionable. Raises: ActionableRefused."""
    by_name = {column.name: column for column in columns}
    asked = {each.feature: each for each in wanted}
    if len(asked) < len(wanted):
        raise ActionableRefused("A column is named twice as actionable.")
    for each in wanted:
        _check(each, by_name.get(each.feature))
    return tuple(_declared(column, asked.get(column.name)) for column in columns)


def _declared(column: Column, wanted: ActionableColumn | None) -> Column:
    if wanted is None:
        return msgspec.structs.replace(column, actionable="no", minimum=None, maximum=None)
    return msgspec.structs.replace(
        column, actionable=wanted.direction, minimum=wanted.minimum, maximum=wanted.maximum
    )


def _check(wanted: ActionableColumn, column: Column | None) -> None:
    name = f"`{wanted.feature}`"
    if column is None:
        raise ActionableRefused(f"The version has no column {name}.")
    if column.protected or is_protected(column.name):
        raise ActionableRefused(f"{name} is about who a person is: nobody can be asked to change that.")
    if column.kind == "text":
        raise ActionableRefused(f"{name} is a text: nobody is asked to change words.")
    bounds = [each for each in (wanted.minimum, wanted.maximum) if each is not None]
    if column.kind == "category" and (wanted.direction != "both" or bounds):
        raise ActionableRefused(f"{name} is a category: its values have no up and down, and no bounds.")
    if bounds != sorted(bounds):
        raise ActionableRefused(f"The minimum of {name} is above its maximum.")
