# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

PayoutQuestionIncludeItem = Literal["explanation"]


def check_payout_question_include_item(value: str) -> PayoutQuestionIncludeItem:
    """A word of a later version is let through."""
    return cast(PayoutQuestionIncludeItem, value)
