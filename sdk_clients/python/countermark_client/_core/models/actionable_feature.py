# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.actionable_feature_direction import (
    ActionableFeatureDirection,
    check_actionable_feature_direction,
)
from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="ActionableFeature")


@_attrs_define
class ActionableFeature:
    """A feature that a person can be asked to change, and which way. minimum, maximum: how far, at most.

    Attributes:
        feature (str):
        direction (ActionableFeatureDirection):
        minimum (float | None | Unset):
        maximum (float | None | Unset):
    """

    feature: str
    direction: ActionableFeatureDirection
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
        direction = check_actionable_feature_direction(d.pop("direction"))

        minimum = cast("float | None | Unset", d.pop("minimum", UNSET))
        maximum = cast("float | None | Unset", d.pop("maximum", UNSET))
        return cls(
            feature=feature,
            direction=direction,
            minimum=minimum,
            maximum=maximum,
        )
