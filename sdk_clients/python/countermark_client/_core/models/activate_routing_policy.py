# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.activate_routing_policy_role import (
    ActivateRoutingPolicyRole,
    check_activate_routing_policy_role,
)
from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="ActivateRoutingPolicy")


@_attrs_define
class ActivateRoutingPolicy:
    """How a policy shall serve.

    Attributes:
        role (ActivateRoutingPolicyRole | Unset): a champion chooses for everybody; a challenger chooses for a share
            beside it, and both are compared. Default: 'champion'.
        share_percent (int | Unset): of the payments, of a challenger; which ones is a stable hash, and a greater share
            keeps those it had. Default: 10.
        fault_rise_max (float | Unset): guardrail of a challenger: it ends by itself when surely so much more of its
            first tries fail by gateways' fault. Default: 0.02.
    """

    role: ActivateRoutingPolicyRole | Unset = "champion"
    share_percent: int | Unset = 10
    fault_rise_max: float | Unset = 0.02

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        _role = d.pop("role", UNSET)
        role: ActivateRoutingPolicyRole | Unset
        if isinstance(_role, Unset):
            role = UNSET
        else:
            role = check_activate_routing_policy_role(_role)

        share_percent = d.pop("share_percent", UNSET)
        fault_rise_max = d.pop("fault_rise_max", UNSET)
        return cls(
            role=role,
            share_percent=share_percent,
            fault_rise_max=fault_rise_max,
        )
