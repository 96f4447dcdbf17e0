# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

ListAlertsSeverityMin = Literal["critical", "high", "low", "medium"]


def check_list_alerts_severity_min(value: str) -> ListAlertsSeverityMin:
    """A word of a later version is let through."""
    return cast(ListAlertsSeverityMin, value)
