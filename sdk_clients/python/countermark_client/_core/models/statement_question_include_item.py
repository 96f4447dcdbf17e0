# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

StatementQuestionIncludeItem = Literal["explanation"]


def check_statement_question_include_item(value: str) -> StatementQuestionIncludeItem:
    """A word of a later version is let through."""
    return cast(StatementQuestionIncludeItem, value)
