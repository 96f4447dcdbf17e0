# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

GatewayAttemptMethod = Literal["card", "cash", "imps", "neft", "netbanking", "other", "rtgs", "upi", "wallet"]


def check_gateway_attempt_method(value: str) -> GatewayAttemptMethod:
    """A word of a later version is let through."""
    return cast(GatewayAttemptMethod, value)
