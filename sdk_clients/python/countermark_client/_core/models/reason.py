# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.reason_direction import ReasonDirection, check_reason_direction
from ..types import plain

T = TypeVar("T", bound="Reason")


@_attrs_define
class Reason:
    """One feature's additive share of the margin, and what it says; or something found beside the score.

    letters.

        Attributes:
            code (str):
            text (str):
            feature (str):
            value (float | None): None where missing. contribution: in calibrated log odds; 0 of what was found. code:
                stable, for adverse-action
            contribution (float):
            direction (ReasonDirection):
    """

    code: str
    text: str
    feature: str
    value: float | None
    contribution: float
    direction: ReasonDirection

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        code = d.pop("code")
        text = d.pop("text")
        feature = d.pop("feature")
        value = cast("float | None", d.pop("value"))
        contribution = d.pop("contribution")
        direction = check_reason_direction(d.pop("direction"))

        return cls(
            code=code,
            text=text,
            feature=feature,
            value=value,
            contribution=contribution,
            direction=direction,
        )
