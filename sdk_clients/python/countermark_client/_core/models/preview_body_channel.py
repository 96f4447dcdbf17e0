# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

PreviewBodyChannel = Literal["mail", "sms", "whatsapp"]


def check_preview_body_channel(value: str) -> PreviewBodyChannel:
    """A word of a later version is let through."""
    return cast(PreviewBodyChannel, value)
