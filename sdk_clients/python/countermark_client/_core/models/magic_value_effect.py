# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

MagicValueEffect = Literal[
    "approve",
    "decline",
    "degraded",
    "drift",
    "gateway_fails",
    "gateway_times_out",
    "payout_stuck",
    "review",
    "slow",
]


def check_magic_value_effect(value: str) -> MagicValueEffect:
    """A word of a later version is let through."""
    return cast(MagicValueEffect, value)
