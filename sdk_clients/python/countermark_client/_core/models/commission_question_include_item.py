# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

CommissionQuestionIncludeItem = Literal["explanation"]


def check_commission_question_include_item(value: str) -> CommissionQuestionIncludeItem:
    """A word of a later version is let through."""
    return cast(CommissionQuestionIncludeItem, value)
