# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.categorized_line import CategorizedLine


T = TypeVar("T", bound="CategorizeAnswer")


@_attrs_define
class CategorizeAnswer:
    """CategorizeAnswer.

    Attributes:
        probability (float): that the category of the least certain line is right, calibrated, 0 to 1.
        category (None | str): of the largest line.
        lines (list[CategorizedLine]): all of them, as they were sent.
    """

    probability: float
    category: None | str
    lines: list[CategorizedLine]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.categorized_line import CategorizedLine  # noqa: PLC0415

        d = dict(src_dict)
        probability = d.pop("probability")
        category = cast("None | str", d.pop("category"))
        lines = []
        _lines = d.pop("lines")
        for lines_item_data in _lines:
            lines_item = CategorizedLine.from_dict(lines_item_data)

            lines.append(lines_item)

        return cls(
            probability=probability,
            category=category,
            lines=lines,
        )
