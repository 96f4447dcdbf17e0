# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.category_spend import CategorySpend


T = TypeVar("T", bound="MonthForecast")


@_attrs_define
class MonthForecast:
    """One month ahead: 30 days, or of the calendar after months that were sent. starts_at: of the month. categories: the
    total, then the largest.

        Attributes:
            starts_at (str):
            categories (list[CategorySpend]):
    """

    starts_at: str
    categories: list[CategorySpend]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.category_spend import CategorySpend  # noqa: PLC0415

        d = dict(src_dict)
        starts_at = d.pop("starts_at")
        categories = []
        _categories = d.pop("categories")
        for categories_item_data in _categories:
            categories_item = CategorySpend.from_dict(categories_item_data)

            categories.append(categories_item)

        return cls(
            starts_at=starts_at,
            categories=categories,
        )
