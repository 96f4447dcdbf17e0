# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

ListGatewayAttemptsResult = Literal["failed", "pending", "succeeded"]


def check_list_gateway_attempts_result(value: str) -> ListGatewayAttemptsResult:
    """A word of a later version is let through."""
    return cast(ListGatewayAttemptsResult, value)
