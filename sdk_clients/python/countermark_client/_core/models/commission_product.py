# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="CommissionProduct")


@_attrs_define
class CommissionProduct:
    """Sales of one product. rate_bps: of the tier; of the last one that was reached, where tiers are marginal. covered:
    whether
    the agreement says anything about it.

        Attributes:
            product (str):
            sales (int):
            volume_minor (int):
            from_volume_minor (int | None):
            rate_bps (int | None):
            commission_minor (int):
            covered (bool):
    """

    product: str
    sales: int
    volume_minor: int
    from_volume_minor: int | None
    rate_bps: int | None
    commission_minor: int
    covered: bool

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        product = d.pop("product")
        sales = d.pop("sales")
        volume_minor = d.pop("volume_minor")
        from_volume_minor = cast("int | None", d.pop("from_volume_minor"))
        rate_bps = cast("int | None", d.pop("rate_bps"))
        commission_minor = d.pop("commission_minor")
        covered = d.pop("covered")
        return cls(
            product=product,
            sales=sales,
            volume_minor=volume_minor,
            from_volume_minor=from_volume_minor,
            rate_bps=rate_bps,
            commission_minor=commission_minor,
            covered=covered,
        )
