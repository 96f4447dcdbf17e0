# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="CommissionRule")


@_attrs_define
class CommissionRule:
    """One line of the agreement: the rate of a product from some volume of the period on.

    Attributes:
        product (None | str | Unset): whose sales it is about; absent for those that no other rule names.
        from_volume_minor (int | Unset): it holds for the whole period once sales of the product reach this. Default: 0.
        rate_bps (int | Unset): hundredths of a percent of the sale. Default: 0.
        fixed_minor (int | Unset): minor units a sale, on top. Default: 0.
        cap_minor (int | None | Unset): at most so much a sale; absent without a cap.
    """

    product: None | str | Unset = UNSET
    from_volume_minor: int | Unset = 0
    rate_bps: int | Unset = 0
    fixed_minor: int | Unset = 0
    cap_minor: int | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        product = cast("None | str | Unset", d.pop("product", UNSET))
        from_volume_minor = d.pop("from_volume_minor", UNSET)
        rate_bps = d.pop("rate_bps", UNSET)
        fixed_minor = d.pop("fixed_minor", UNSET)
        cap_minor = cast("int | None | Unset", d.pop("cap_minor", UNSET))
        return cls(
            product=product,
            from_volume_minor=from_volume_minor,
            rate_bps=rate_bps,
            fixed_minor=fixed_minor,
            cap_minor=cap_minor,
        )
