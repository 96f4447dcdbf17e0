# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

RaiseAlertSeverity = Literal["critical", "high", "low", "medium"]


def check_raise_alert_severity(value: str) -> RaiseAlertSeverity:
    """A word of a later version is let through."""
    return cast(RaiseAlertSeverity, value)
