# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

AlertViewSeverity = Literal["critical", "high", "low", "medium"]


def check_alert_view_severity(value: str) -> AlertViewSeverity:
    """A word of a later version is let through."""
    return cast(AlertViewSeverity, value)
