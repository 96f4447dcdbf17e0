# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

RoutingMethod = Literal["card", "cash", "imps", "neft", "netbanking", "other", "rtgs", "upi", "wallet"]


def check_routing_method(value: str) -> RoutingMethod:
    """A word of a later version is let through."""
    return cast(RoutingMethod, value)
