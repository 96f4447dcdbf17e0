# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

PutMessageTemplateChannel = Literal["mail", "sms", "whatsapp"]


def check_put_message_template_channel(value: str) -> PutMessageTemplateChannel:
    """A word of a later version is let through."""
    return cast(PutMessageTemplateChannel, value)
