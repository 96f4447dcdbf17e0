# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

ListMessageTemplatesChannel = Literal["mail", "sms", "whatsapp"]


def check_list_message_templates_channel(value: str) -> ListMessageTemplatesChannel:
    """A word of a later version is let through."""
    return cast(ListMessageTemplatesChannel, value)
