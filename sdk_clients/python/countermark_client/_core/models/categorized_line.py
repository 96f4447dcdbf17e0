# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.categorized_line_source import CategorizedLineSource, check_categorized_line_source
from ..types import plain

T = TypeVar("T", bound="CategorizedLine")


@_attrs_define
class CategorizedLine:
    """One line, in the order that was sent.

    Attributes:
        id (None | str): yours, if it was sent.
        merchant (str): its name, as far as the line says it.
        category (str): yours, where the line came with one; else one of the catalogue's.
        probability (float): that the category is right, calibrated, 0 to 1; of yours 1.
        source (CategorizedLineSource): given (it is yours), lookup (a known merchant) or model.
        period_days (int | None): how often it recurs: every 7, 14, 30, 91 or 365 days; null when it does not.
        next_at (None | str): when it is to be expected again.
    """

    id: None | str
    merchant: str
    category: str
    probability: float
    source: CategorizedLineSource
    period_days: int | None
    next_at: None | str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        id = cast("None | str", d.pop("id"))
        merchant = d.pop("merchant")
        category = d.pop("category")
        probability = d.pop("probability")
        source = check_categorized_line_source(d.pop("source"))

        period_days = cast("int | None", d.pop("period_days"))
        next_at = cast("None | str", d.pop("next_at"))
        return cls(
            id=id,
            merchant=merchant,
            category=category,
            probability=probability,
            source=source,
            period_days=period_days,
            next_at=next_at,
        )
