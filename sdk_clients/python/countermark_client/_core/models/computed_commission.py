# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.commission_difference import CommissionDifference
    from ..models.commission_line import CommissionLine
    from ..models.commission_product import CommissionProduct


T = TypeVar("T", bound="ComputedCommission")


@_attrs_define
class ComputedCommission:
    """What is due. earned_minor: commission and bonuses less deductions, not below zero; what deductions exceed it by is
    `carried_minor`. payable_minor: earned, with taxes that are added and without those that are withheld.

        Attributes:
            currency (str):
            sales_counted (int):
            reversed_left_out (int):
            outside_left_out (int):
            volume_minor (int):
            products (list[CommissionProduct]):
            lines (list[CommissionLine]):
            commission_minor (int):
            bonus_minor (int):
            deduction_minor (int):
            earned_minor (int):
            carried_minor (int):
            tax_withheld_minor (int):
            tax_added_minor (int):
            payable_minor (int):
            difference (CommissionDifference | None):
    """

    currency: str
    sales_counted: int
    reversed_left_out: int
    outside_left_out: int
    volume_minor: int
    products: list[CommissionProduct]
    lines: list[CommissionLine]
    commission_minor: int
    bonus_minor: int
    deduction_minor: int
    earned_minor: int
    carried_minor: int
    tax_withheld_minor: int
    tax_added_minor: int
    payable_minor: int
    difference: CommissionDifference | None

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.commission_difference import CommissionDifference  # noqa: PLC0415
        from ..models.commission_line import CommissionLine  # noqa: PLC0415
        from ..models.commission_product import CommissionProduct  # noqa: PLC0415

        d = dict(src_dict)
        currency = d.pop("currency")
        sales_counted = d.pop("sales_counted")
        reversed_left_out = d.pop("reversed_left_out")
        outside_left_out = d.pop("outside_left_out")
        volume_minor = d.pop("volume_minor")
        products = []
        _products = d.pop("products")
        for products_item_data in _products:
            products_item = CommissionProduct.from_dict(products_item_data)

            products.append(products_item)

        lines = []
        _lines = d.pop("lines")
        for lines_item_data in _lines:
            lines_item = CommissionLine.from_dict(lines_item_data)

            lines.append(lines_item)

        commission_minor = d.pop("commission_minor")
        bonus_minor = d.pop("bonus_minor")
        deduction_minor = d.pop("deduction_minor")
        earned_minor = d.pop("earned_minor")
        carried_minor = d.pop("carried_minor")
        tax_withheld_minor = d.pop("tax_withheld_minor")
        tax_added_minor = d.pop("tax_added_minor")
        payable_minor = d.pop("payable_minor")

        def _parse_difference(data: object) -> CommissionDifference | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                difference_type_0 = CommissionDifference.from_dict(data)

                return difference_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CommissionDifference | None, data)

        difference = _parse_difference(d.pop("difference"))

        return cls(
            currency=currency,
            sales_counted=sales_counted,
            reversed_left_out=reversed_left_out,
            outside_left_out=outside_left_out,
            volume_minor=volume_minor,
            products=products,
            lines=lines,
            commission_minor=commission_minor,
            bonus_minor=bonus_minor,
            deduction_minor=deduction_minor,
            earned_minor=earned_minor,
            carried_minor=carried_minor,
            tax_withheld_minor=tax_withheld_minor,
            tax_added_minor=tax_added_minor,
            payable_minor=payable_minor,
            difference=difference,
        )
