# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

if TYPE_CHECKING:
    from ..models.commission_sale import CommissionSale


T = TypeVar("T", bound="CommissionPeriod")


@_attrs_define
class CommissionPeriod:
    """The sales of a period, and what was paid for them if it was.

    Attributes:
        starts_at (datetime.datetime): included.
        ends_at (datetime.datetime): not included.
        sales (list[CommissionSale]): of the period; others are left out.
        paid_minor (int | None | Unset): what the partner was paid, before tax; compared when told.
        tax_withheld_minor (int | None | Unset): what was kept back; compared when told.
    """

    starts_at: datetime.datetime
    ends_at: datetime.datetime
    sales: list[CommissionSale]
    paid_minor: int | None | Unset = UNSET
    tax_withheld_minor: int | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.commission_sale import CommissionSale  # noqa: PLC0415

        d = dict(src_dict)
        starts_at = datetime.datetime.fromisoformat(d.pop("starts_at"))

        ends_at = datetime.datetime.fromisoformat(d.pop("ends_at"))

        sales = []
        _sales = d.pop("sales")
        for sales_item_data in _sales:
            sales_item = CommissionSale.from_dict(sales_item_data)

            sales.append(sales_item)

        paid_minor = cast("int | None | Unset", d.pop("paid_minor", UNSET))
        tax_withheld_minor = cast("int | None | Unset", d.pop("tax_withheld_minor", UNSET))
        return cls(
            starts_at=starts_at,
            ends_at=ends_at,
            sales=sales,
            paid_minor=paid_minor,
            tax_withheld_minor=tax_withheld_minor,
        )
