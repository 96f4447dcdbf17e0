# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

ListWebhookDeliveriesState = Literal["delivered", "given_up", "waiting"]


def check_list_webhook_deliveries_state(value: str) -> ListWebhookDeliveriesState:
    """A word of a later version is let through."""
    return cast(ListWebhookDeliveriesState, value)
