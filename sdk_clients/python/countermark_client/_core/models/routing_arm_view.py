# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="RoutingArmView")


@_attrs_define
class RoutingArmView:
    """What one policy did in a comparison: first tries of payments alone.

    Attributes:
        policy_id (str): the policy.
        choices (int): how many payments it chose for.
        judged (int): those whose attempt has its result.
        success_rate (float | None): of judged ones.
        fault_rate (float | None): of judged ones, that failed by a gateway's own fault.
        cost_bps (float | None): costs for the amounts that were tried, hundredths of a percent.
    """

    policy_id: str
    choices: int
    judged: int
    success_rate: float | None
    fault_rate: float | None
    cost_bps: float | None

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        policy_id = d.pop("policy_id")
        choices = d.pop("choices")
        judged = d.pop("judged")
        success_rate = cast("float | None", d.pop("success_rate"))
        fault_rate = cast("float | None", d.pop("fault_rate"))
        cost_bps = cast("float | None", d.pop("cost_bps"))
        return cls(
            policy_id=policy_id,
            choices=choices,
            judged=judged,
            success_rate=success_rate,
            fault_rate=fault_rate,
            cost_bps=cost_bps,
        )
