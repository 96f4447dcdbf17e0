# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

ConnectorPresetViewMessagesItem = Literal["sms", "whatsapp"]


def check_connector_preset_view_messages_item(value: str) -> ConnectorPresetViewMessagesItem:
    """A word of a later version is let through."""
    return cast(ConnectorPresetViewMessagesItem, value)
