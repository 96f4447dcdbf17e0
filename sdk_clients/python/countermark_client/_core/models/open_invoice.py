# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="OpenInvoice")


@_attrs_define
class OpenInvoice:
    """One invoice that is to be paid.

    Attributes:
        id (str): your own id of the invoice.
        vendor_id (str): your own id of who is to be paid.
        amount_minor (int): minor units of the portfolio's currency.
        due_at (datetime.datetime): when it is due.
        discount_bps (int | Unset): hundredths of a percent that are saved by paying before `discount_until`. Default:
            0.
        discount_until (datetime.datetime | None | Unset): until when; absent without a discount.
        penalty_bps_a_day (int | Unset): hundredths of a percent of the amount for every day after the due date.
            Default: 0.
        penalty_fixed_minor (int | Unset): minor units, once, when it is paid late. Default: 0.
    """

    id: str
    vendor_id: str
    amount_minor: int
    due_at: datetime.datetime
    discount_bps: int | Unset = 0
    discount_until: datetime.datetime | None | Unset = UNSET
    penalty_bps_a_day: int | Unset = 0
    penalty_fixed_minor: int | Unset = 0

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        id = d.pop("id")
        vendor_id = d.pop("vendor_id")
        amount_minor = d.pop("amount_minor")
        due_at = datetime.datetime.fromisoformat(d.pop("due_at"))

        discount_bps = d.pop("discount_bps", UNSET)

        def _parse_discount_until(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                discount_until_type_0 = datetime.datetime.fromisoformat(data)

                return discount_until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        discount_until = _parse_discount_until(d.pop("discount_until", UNSET))

        penalty_bps_a_day = d.pop("penalty_bps_a_day", UNSET)
        penalty_fixed_minor = d.pop("penalty_fixed_minor", UNSET)
        return cls(
            id=id,
            vendor_id=vendor_id,
            amount_minor=amount_minor,
            due_at=due_at,
            discount_bps=discount_bps,
            discount_until=discount_until,
            penalty_bps_a_day=penalty_bps_a_day,
            penalty_fixed_minor=penalty_fixed_minor,
        )
