# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

MessageTemplateViewChannel = Literal["mail", "sms", "whatsapp"]


def check_message_template_view_channel(value: str) -> MessageTemplateViewChannel:
    """A word of a later version is let through."""
    return cast(MessageTemplateViewChannel, value)
