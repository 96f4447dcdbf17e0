# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

ShippedTextViewChannel = Literal["mail", "sms", "whatsapp"]


def check_shipped_text_view_channel(value: str) -> ShippedTextViewChannel:
    """A word of a later version is let through."""
    return cast(ShippedTextViewChannel, value)
