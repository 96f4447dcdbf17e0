# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.commission_reckoning_paid_basis_type_0 import (
    CommissionReckoningPaidBasisType0,
    check_commission_reckoning_paid_basis_type_0,
)
from ..types import plain

if TYPE_CHECKING:
    from ..models.commission_sale import CommissionSale
    from ..models.due_line import DueLine


T = TypeVar("T", bound="CommissionReckoning")


@_attrs_define
class CommissionReckoning:
    """What is due, line by line, and what was paid.

    Attributes:
        lines (list[DueLine]): in order: products with their base and slab, bonuses, deductions, taxes.
        sales (list[CommissionSale]): as they were sent.
        sales_counted (int): sales of the period that stand.
        reversed_left_out (int): sales of the period that were reversed.
        outside_left_out (int): sales outside the period.
        volume_minor (int): of the sales that stand.
        earned_minor (int): base, slabs and bonuses less deductions, not below zero.
        carried_minor (int): what deductions exceed it by.
        tax_withheld_minor (int): of all taxes that are withheld.
        tax_added_minor (int): of all taxes that are added.
        paid_basis (CommissionReckoningPaidBasisType0 | None): `told`: before tax, as it was sent; `payouts`: after
            taxes, what stored payouts brought; null while nothing was told.
        paid_minor (int | None): what was paid, on that basis.
        paid_tax_withheld_minor (int | None): what was kept back, where it was told.
        paid_tax_added_minor (int | None): what was paid on top, where it was told.
        payout_ids (list[str]): your own ids of the payouts that paid it.
    """

    lines: list[DueLine]
    sales: list[CommissionSale]
    sales_counted: int
    reversed_left_out: int
    outside_left_out: int
    volume_minor: int
    earned_minor: int
    carried_minor: int
    tax_withheld_minor: int
    tax_added_minor: int
    paid_basis: CommissionReckoningPaidBasisType0 | None
    paid_minor: int | None
    paid_tax_withheld_minor: int | None
    paid_tax_added_minor: int | None
    payout_ids: list[str]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.commission_sale import CommissionSale  # noqa: PLC0415
        from ..models.due_line import DueLine  # noqa: PLC0415

        d = dict(src_dict)
        lines = []
        _lines = d.pop("lines")
        for lines_item_data in _lines:
            lines_item = DueLine.from_dict(lines_item_data)

            lines.append(lines_item)

        sales = []
        _sales = d.pop("sales")
        for sales_item_data in _sales:
            sales_item = CommissionSale.from_dict(sales_item_data)

            sales.append(sales_item)

        sales_counted = d.pop("sales_counted")
        reversed_left_out = d.pop("reversed_left_out")
        outside_left_out = d.pop("outside_left_out")
        volume_minor = d.pop("volume_minor")
        earned_minor = d.pop("earned_minor")
        carried_minor = d.pop("carried_minor")
        tax_withheld_minor = d.pop("tax_withheld_minor")
        tax_added_minor = d.pop("tax_added_minor")

        def _parse_paid_basis(data: object) -> CommissionReckoningPaidBasisType0 | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                paid_basis_type_0 = check_commission_reckoning_paid_basis_type_0(data)

                return paid_basis_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CommissionReckoningPaidBasisType0 | None, data)

        paid_basis = _parse_paid_basis(d.pop("paid_basis"))

        paid_minor = cast("int | None", d.pop("paid_minor"))
        paid_tax_withheld_minor = cast("int | None", d.pop("paid_tax_withheld_minor"))
        paid_tax_added_minor = cast("int | None", d.pop("paid_tax_added_minor"))
        payout_ids = cast(list[str], d.pop("payout_ids"))

        return cls(
            lines=lines,
            sales=sales,
            sales_counted=sales_counted,
            reversed_left_out=reversed_left_out,
            outside_left_out=outside_left_out,
            volume_minor=volume_minor,
            earned_minor=earned_minor,
            carried_minor=carried_minor,
            tax_withheld_minor=tax_withheld_minor,
            tax_added_minor=tax_added_minor,
            paid_basis=paid_basis,
            paid_minor=paid_minor,
            paid_tax_withheld_minor=paid_tax_withheld_minor,
            paid_tax_added_minor=paid_tax_added_minor,
            payout_ids=payout_ids,
        )
