# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="AgreementBonus")


@_attrs_define
class AgreementBonus:
    """Paid on top once sales reach a volume.

    Attributes:
        name (str): a slug.
        product (None | str | Unset): whose sales count; all of them when absent.
        from_volume_minor (int | Unset): of the period. Default: 0.
        amount_minor (int | Unset): minor units, once a period. Default: 0.
        rate_bps (int | Unset): hundredths of a percent of those sales. Default: 0.
    """

    name: str
    product: None | str | Unset = UNSET
    from_volume_minor: int | Unset = 0
    amount_minor: int | Unset = 0
    rate_bps: int | Unset = 0

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        name = d.pop("name")
        product = cast("None | str | Unset", d.pop("product", UNSET))
        from_volume_minor = d.pop("from_volume_minor", UNSET)
        amount_minor = d.pop("amount_minor", UNSET)
        rate_bps = d.pop("rate_bps", UNSET)
        return cls(
            name=name,
            product=product,
            from_volume_minor=from_volume_minor,
            amount_minor=amount_minor,
            rate_bps=rate_bps,
        )
