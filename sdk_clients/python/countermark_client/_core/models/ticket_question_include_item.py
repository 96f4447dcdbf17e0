# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

TicketQuestionIncludeItem = Literal["explanation"]


def check_ticket_question_include_item(value: str) -> TicketQuestionIncludeItem:
    """A word of a later version is let through."""
    return cast(TicketQuestionIncludeItem, value)
