# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="MonthSpend")


@_attrs_define
class MonthSpend:
    """What a customer spent in one calendar month and category. Several of one month and category are added up.

    Attributes:
        month (str): `2026-10`.
        amount_minor (int): minor units of the currency; nought for nothing.
        category (None | str | Unset): a slug, as of payments; all that has none is one category.
    """

    month: str
    amount_minor: int
    category: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        month = d.pop("month")
        amount_minor = d.pop("amount_minor")
        category = cast("None | str | Unset", d.pop("category", UNSET))
        return cls(
            month=month,
            amount_minor=amount_minor,
            category=category,
        )
