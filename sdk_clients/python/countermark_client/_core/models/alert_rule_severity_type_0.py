# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

AlertRuleSeverityType0 = Literal["critical", "high", "low", "medium"]


def check_alert_rule_severity_type_0(value: str) -> AlertRuleSeverityType0:
    """A word of a later version is let through."""
    return cast(AlertRuleSeverityType0, value)
