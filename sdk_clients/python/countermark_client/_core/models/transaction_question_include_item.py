# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

TransactionQuestionIncludeItem = Literal["explanation"]


def check_transaction_question_include_item(value: str) -> TransactionQuestionIncludeItem:
    """A word of a later version is let through."""
    return cast(TransactionQuestionIncludeItem, value)
