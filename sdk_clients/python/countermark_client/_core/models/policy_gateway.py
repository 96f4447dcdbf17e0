# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="PolicyGateway")


@_attrs_define
class PolicyGateway:
    """A gateway that a policy may choose.

    Attributes:
        gateway (str): as a slug.
        fee_bps (int | Unset): what it charges for a success, hundredths of a percent of the amount. Default: 0.
        fee_fixed_minor (int | Unset): on top, minor units of the payment's currency. Default: 0.
        failure_fee_minor (int | Unset): what it charges for a failure. Default: 0.
        min_share_percent (float | Unset): of the payments that it may take, at least; kept while it is well. Default:
            0.0.
        max_share_percent (float | Unset): of them, at most; kept while another gateway is well. Default: 100.0.
        share_percent (float | Unset): its part, of a policy of kind `shares`. Default: 0.0.
    """

    gateway: str
    fee_bps: int | Unset = 0
    fee_fixed_minor: int | Unset = 0
    failure_fee_minor: int | Unset = 0
    min_share_percent: float | Unset = 0.0
    max_share_percent: float | Unset = 100.0
    share_percent: float | Unset = 0.0

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
        failure_fee_minor = d.pop("failure_fee_minor", UNSET)
        min_share_percent = d.pop("min_share_percent", UNSET)
        max_share_percent = d.pop("max_share_percent", UNSET)
        share_percent = d.pop("share_percent", UNSET)
        return cls(
            gateway=gateway,
            fee_bps=fee_bps,
            fee_fixed_minor=fee_fixed_minor,
            failure_fee_minor=failure_fee_minor,
            min_share_percent=min_share_percent,
            max_share_percent=max_share_percent,
            share_percent=share_percent,
        )
