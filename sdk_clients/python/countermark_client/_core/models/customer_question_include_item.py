# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

CustomerQuestionIncludeItem = Literal["explanation"]


def check_customer_question_include_item(value: str) -> CustomerQuestionIncludeItem:
    """A word of a later version is let through."""
    return cast(CustomerQuestionIncludeItem, value)
