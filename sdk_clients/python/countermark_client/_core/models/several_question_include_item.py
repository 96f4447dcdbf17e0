# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

SeveralQuestionIncludeItem = Literal["explanation"]


def check_several_question_include_item(value: str) -> SeveralQuestionIncludeItem:
    """A word of a later version is let through."""
    return cast(SeveralQuestionIncludeItem, value)
