# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="CategorySpend")


@_attrs_define
class CategorySpend:
    """Spending of one category in one month, minor units: at most so much in one, five and nine of ten cases.

    Attributes:
        category (str): as in the payments, or `total`.
        minor_p10 (int):
        minor_p50 (int):
        minor_p90 (int):
        probability (float): that it is more than the mean of the last three months; of the same distribution as the
            amounts.
    """

    category: str
    minor_p10: int
    minor_p50: int
    minor_p90: int
    probability: float

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        category = d.pop("category")
        minor_p10 = d.pop("minor_p10")
        minor_p50 = d.pop("minor_p50")
        minor_p90 = d.pop("minor_p90")
        probability = d.pop("probability")
        return cls(
            category=category,
            minor_p10=minor_p10,
            minor_p50=minor_p50,
            minor_p90=minor_p90,
            probability=probability,
        )
