# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.difference_verdict import DifferenceVerdict, check_difference_verdict
from ..types import plain

T = TypeVar("T", bound="Difference")


@_attrs_define
class Difference:
    """What is known of one figure: challenger minus champion, its confidence sequence and always-valid p-value.

    Attributes:
        figure (str):
        difference (float | None):
        low (float):
        high (float):
        p_value (float):
        verdict (DifferenceVerdict): what the interval says at its level, whenever it is read.
    """

    figure: str
    difference: float | None
    low: float
    high: float
    p_value: float
    verdict: DifferenceVerdict

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        figure = d.pop("figure")
        difference = cast("float | None", d.pop("difference"))
        low = d.pop("low")
        high = d.pop("high")
        p_value = d.pop("p_value")
        verdict = check_difference_verdict(d.pop("verdict"))

        return cls(
            figure=figure,
            difference=difference,
            low=low,
            high=high,
            p_value=p_value,
            verdict=verdict,
        )
