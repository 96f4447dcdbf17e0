# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

HistoryQuestionIncludeItem = Literal["explanation"]


def check_history_question_include_item(value: str) -> HistoryQuestionIncludeItem:
    """A word of a later version is let through."""
    return cast(HistoryQuestionIncludeItem, value)
