# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.net_difference_verdict import NetDifferenceVerdict, check_net_difference_verdict
from ..types import plain

T = TypeVar("T", bound="NetDifference")


@_attrs_define
class NetDifference:
    """Net a payment, in minor units: challenger minus champion. All null until both have enough judged payments.

    Attributes:
        difference (float | None):
        low (float | None):
        high (float | None):
        p_value (float | None):
        verdict (NetDifferenceVerdict):
    """

    difference: float | None
    low: float | None
    high: float | None
    p_value: float | None
    verdict: NetDifferenceVerdict

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        difference = cast("float | None", d.pop("difference"))
        low = cast("float | None", d.pop("low"))
        high = cast("float | None", d.pop("high"))
        p_value = cast("float | None", d.pop("p_value"))
        verdict = check_net_difference_verdict(d.pop("verdict"))

        return cls(
            difference=difference,
            low=low,
            high=high,
            p_value=p_value,
            verdict=verdict,
        )
