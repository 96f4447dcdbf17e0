# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

ActivateRoutingPolicyRole = Literal["challenger", "champion"]


def check_activate_routing_policy_role(value: str) -> ActivateRoutingPolicyRole:
    """A word of a later version is let through."""
    return cast(ActivateRoutingPolicyRole, value)
