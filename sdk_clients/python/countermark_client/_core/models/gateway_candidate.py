# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="GatewayCandidate")


@_attrs_define
class GatewayCandidate:
    """A gateway that could take the payment, and what it charges when it does.

    Attributes:
        gateway (str): as a slug.
        fee_bps (int | Unset): hundredths of a percent of the amount. Default: 0.
        fee_fixed_minor (int | Unset): minor units of the currency, on top. Default: 0.
    """

    gateway: str
    fee_bps: int | Unset = 0
    fee_fixed_minor: int | Unset = 0

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        gateway = d.pop("gateway")
        fee_bps = d.pop("fee_bps", UNSET)
        fee_fixed_minor = d.pop("fee_fixed_minor", UNSET)
        return cls(
            gateway=gateway,
            fee_bps=fee_bps,
            fee_fixed_minor=fee_fixed_minor,
        )
