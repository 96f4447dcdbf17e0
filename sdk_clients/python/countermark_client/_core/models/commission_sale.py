# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="CommissionSale")


@_attrs_define
class CommissionSale:
    """One sale that the partner made.

    Attributes:
        product (str): what was sold, as a slug.
        amount_minor (int): minor units of the statement's currency.
        sold_at (datetime.datetime): when.
        id (None | str | Unset): your own id of the sale.
        reversed_ (bool | Unset): whether it was cancelled or returned: it earns nothing then. Default: False.
    """

    product: str
    amount_minor: int
    sold_at: datetime.datetime
    id: None | str | Unset = UNSET
    reversed_: bool | Unset = False

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        product = d.pop("product")
        amount_minor = d.pop("amount_minor")
        sold_at = datetime.datetime.fromisoformat(d.pop("sold_at"))

        id = cast("None | str | Unset", d.pop("id", UNSET))
        reversed_ = d.pop("reversed", UNSET)
        return cls(
            product=product,
            amount_minor=amount_minor,
            sold_at=sold_at,
            id=id,
            reversed_=reversed_,
        )


_RENAMED = {
    "reversed_": "reversed",
}
CommissionSale._renamed = _RENAMED  # type: ignore[attr-defined]
