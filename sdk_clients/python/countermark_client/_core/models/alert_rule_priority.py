# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

AlertRulePriority = Literal["high", "low", "normal", "urgent"]


def check_alert_rule_priority(value: str) -> AlertRulePriority:
    """A word of a later version is let through."""
    return cast(AlertRulePriority, value)
