# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

WebhookEndpointViewStatus = Literal["disabled", "enabled"]


def check_webhook_endpoint_view_status(value: str) -> WebhookEndpointViewStatus:
    """A word of a later version is let through."""
    return cast(WebhookEndpointViewStatus, value)
