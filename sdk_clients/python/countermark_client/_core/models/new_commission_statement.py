# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

if TYPE_CHECKING:
    from ..models.commission_sale import CommissionSale


T = TypeVar("T", bound="NewCommissionStatement")


@_attrs_define
class NewCommissionStatement:
    """What a partner sold in a period, and what was paid for it if anything was. It never changes.

    Attributes:
        id (str): your own id of it; sending it again changes nothing.
        partner_id (str): your own id of the partner.
        currency (str): ISO 4217.
        starts_at (datetime.datetime): of the period, included.
        ends_at (datetime.datetime): of the period, not included.
        sales (list[CommissionSale]): of the period; others are left out.
        agreement_id (None | str | Unset): our id of the agreement, where the partner has several side by side; else the
            one in force.
        paid_minor (int | None | Unset): what was paid, before tax.
        tax_withheld_minor (int | None | Unset): what was kept back; compared when told.
        tax_added_minor (int | None | Unset): what was paid on top for tax; compared when told.
        payout_ids (list[str] | Unset): your own ids of stored payouts to this partner that paid it, instead of
            `paid_minor`: what of them is credited was paid, after taxes.
        replaces (None | str | Unset): our id of the statement that this one corrects.
    """

    id: str
    partner_id: str
    currency: str
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    sales: list[CommissionSale]
    agreement_id: None | str | Unset = UNSET
    paid_minor: int | None | Unset = UNSET
    tax_withheld_minor: int | None | Unset = UNSET
    tax_added_minor: int | None | Unset = UNSET
    payout_ids: list[str] | Unset = UNSET
    replaces: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.commission_sale import CommissionSale  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")
        partner_id = d.pop("partner_id")
        currency = d.pop("currency")
        starts_at = datetime.datetime.fromisoformat(d.pop("starts_at"))

        ends_at = datetime.datetime.fromisoformat(d.pop("ends_at"))

        sales = []
        _sales = d.pop("sales")
        for sales_item_data in _sales:
            sales_item = CommissionSale.from_dict(sales_item_data)

            sales.append(sales_item)

        agreement_id = cast("None | str | Unset", d.pop("agreement_id", UNSET))
        paid_minor = cast("int | None | Unset", d.pop("paid_minor", UNSET))
        tax_withheld_minor = cast("int | None | Unset", d.pop("tax_withheld_minor", UNSET))
        tax_added_minor = cast("int | None | Unset", d.pop("tax_added_minor", UNSET))
        payout_ids = cast(list[str], d.pop("payout_ids", UNSET))

        replaces = cast("None | str | Unset", d.pop("replaces", UNSET))
        return cls(
            id=id,
            partner_id=partner_id,
            currency=currency,
            starts_at=starts_at,
            ends_at=ends_at,
            sales=sales,
            agreement_id=agreement_id,
            paid_minor=paid_minor,
            tax_withheld_minor=tax_withheld_minor,
            tax_added_minor=tax_added_minor,
            payout_ids=payout_ids,
            replaces=replaces,
        )
