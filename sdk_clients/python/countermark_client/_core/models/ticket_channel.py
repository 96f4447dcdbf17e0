# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

TicketChannel = Literal["app", "chat", "email", "other", "phone", "web"]


def check_ticket_channel(value: str) -> TicketChannel:
    """A word of a later version is let through."""
    return cast(TicketChannel, value)
