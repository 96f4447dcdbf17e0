# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

if TYPE_CHECKING:
    from ..models.commission_rule import CommissionRule
    from ..models.commission_sale import CommissionSale


T = TypeVar("T", bound="CommissionStatement")


@_attrs_define
class CommissionStatement:
    """What a partner was paid for a period, to be checked against the agreement and the sales.

    Attributes:
        partner_id (str): your own id of the partner.
        currency (str): ISO 4217.
        starts_at (datetime.datetime): of the period, included.
        ends_at (datetime.datetime): of the period, not included.
        paid_minor (int): what the statement says, before tax.
        rules (list[CommissionRule]): the agreement.
        id (None | str | Unset): your own id of the statement.
        tax_withheld_minor (int | Unset): what was kept for tax. Default: 0.
        tax_bps (int | Unset): what should be kept, hundredths of a percent. Default: 0.
        sales (list[CommissionSale] | Unset): of the period and around it.
        earlier_paid_minor (list[int] | Unset): what earlier statements of the partner said, the oldest first.
    """

    partner_id: str
    currency: str
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    paid_minor: int
    rules: list[CommissionRule]
    id: None | str | Unset = UNSET
    tax_withheld_minor: int | Unset = 0
    tax_bps: int | Unset = 0
    sales: list[CommissionSale] | Unset = UNSET
    earlier_paid_minor: list[int] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.commission_rule import CommissionRule  # noqa: PLC0415
        from ..models.commission_sale import CommissionSale  # noqa: PLC0415

        d = dict(src_dict)
        partner_id = d.pop("partner_id")
        currency = d.pop("currency")
        starts_at = datetime.datetime.fromisoformat(d.pop("starts_at"))

        ends_at = datetime.datetime.fromisoformat(d.pop("ends_at"))

        paid_minor = d.pop("paid_minor")
        rules = []
        _rules = d.pop("rules")
        for rules_item_data in _rules:
            rules_item = CommissionRule.from_dict(rules_item_data)

            rules.append(rules_item)

        id = cast("None | str | Unset", d.pop("id", UNSET))
        tax_withheld_minor = d.pop("tax_withheld_minor", UNSET)
        tax_bps = d.pop("tax_bps", UNSET)
        _sales = d.pop("sales", UNSET)
        sales: list[CommissionSale] | Unset = UNSET
        if _sales is not UNSET:
            sales = []
            for sales_item_data in _sales:
                sales_item = CommissionSale.from_dict(sales_item_data)

                sales.append(sales_item)

        earlier_paid_minor = cast(list[int], d.pop("earlier_paid_minor", UNSET))

        return cls(
            partner_id=partner_id,
            currency=currency,
            starts_at=starts_at,
            ends_at=ends_at,
            paid_minor=paid_minor,
            rules=rules,
            id=id,
            tax_withheld_minor=tax_withheld_minor,
            tax_bps=tax_bps,
            sales=sales,
            earlier_paid_minor=earlier_paid_minor,
        )
