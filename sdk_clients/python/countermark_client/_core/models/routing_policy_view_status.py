# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

RoutingPolicyViewStatus = Literal["challenger", "champion", "draft", "retired"]


def check_routing_policy_view_status(value: str) -> RoutingPolicyViewStatus:
    """A word of a later version is let through."""
    return cast(RoutingPolicyViewStatus, value)
