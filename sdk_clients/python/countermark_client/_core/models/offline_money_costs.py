# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

OfflineMoneyCosts = Literal["declared", "logged"]


def check_offline_money_costs(value: str) -> OfflineMoneyCosts:
    """A word of a later version is let through."""
    return cast(OfflineMoneyCosts, value)
