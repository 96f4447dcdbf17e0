# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

WebhookDeliveryViewState = Literal["delivered", "given_up", "waiting"]


def check_webhook_delivery_view_state(value: str) -> WebhookDeliveryViewState:
    """A word of a later version is let through."""
    return cast(WebhookDeliveryViewState, value)
