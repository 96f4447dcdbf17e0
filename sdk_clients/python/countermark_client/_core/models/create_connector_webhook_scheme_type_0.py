# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

CreateConnectorWebhookSchemeType0 = Literal["razorpay", "stripe"]


def check_create_connector_webhook_scheme_type_0(value: str) -> CreateConnectorWebhookSchemeType0:
    """A word of a later version is let through."""
    return cast(CreateConnectorWebhookSchemeType0, value)
