# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.actionable_column_direction import ActionableColumnDirection, check_actionable_column_direction
from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="ActionableColumn")


@_attrs_define
class ActionableColumn:
    """A column that a person can be asked to change, for counterfactuals.

    learned from.

        Attributes:
            feature (str): the column. direction: which way. minimum, maximum: how far, at most; without them as far as the
                rows go that training
            direction (ActionableColumnDirection | Unset):  Default: 'both'.
            minimum (float | None | Unset):
            maximum (float | None | Unset):
    """

    feature: str
    direction: ActionableColumnDirection | Unset = "both"
    minimum: float | None | Unset = UNSET
    maximum: float | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        feature = d.pop("feature")
        _direction = d.pop("direction", UNSET)
        direction: ActionableColumnDirection | Unset
        if isinstance(_direction, Unset):
            direction = UNSET
        else:
            direction = check_actionable_column_direction(_direction)

        minimum = cast("float | None | Unset", d.pop("minimum", UNSET))
        maximum = cast("float | None | Unset", d.pop("maximum", UNSET))
        return cls(
            feature=feature,
            direction=direction,
            minimum=minimum,
            maximum=maximum,
        )
