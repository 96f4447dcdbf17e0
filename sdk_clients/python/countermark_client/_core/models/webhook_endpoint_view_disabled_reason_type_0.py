# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

WebhookEndpointViewDisabledReasonType0 = Literal["by_member", "failing", "gone"]


def check_webhook_endpoint_view_disabled_reason_type_0(value: str) -> WebhookEndpointViewDisabledReasonType0:
    """A word of a later version is let through."""
    return cast(WebhookEndpointViewDisabledReasonType0, value)
