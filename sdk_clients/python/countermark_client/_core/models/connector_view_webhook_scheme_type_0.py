# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

ConnectorViewWebhookSchemeType0 = Literal["razorpay", "stripe"]


def check_connector_view_webhook_scheme_type_0(value: str) -> ConnectorViewWebhookSchemeType0:
    """A word of a later version is let through."""
    return cast(ConnectorViewWebhookSchemeType0, value)
