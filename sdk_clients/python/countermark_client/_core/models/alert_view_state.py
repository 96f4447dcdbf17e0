# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

AlertViewState = Literal["acknowledged", "open", "resolved", "suppressed"]


def check_alert_view_state(value: str) -> AlertViewState:
    """A word of a later version is let through."""
    return cast(AlertViewState, value)
