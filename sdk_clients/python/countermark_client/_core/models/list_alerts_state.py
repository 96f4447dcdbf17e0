# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

ListAlertsState = Literal["acknowledged", "open", "resolved", "suppressed"]


def check_list_alerts_state(value: str) -> ListAlertsState:
    """A word of a later version is let through."""
    return cast(ListAlertsState, value)
