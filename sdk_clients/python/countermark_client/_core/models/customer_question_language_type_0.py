# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

CustomerQuestionLanguageType0 = Literal["en", "hi"]


def check_customer_question_language_type_0(value: str) -> CustomerQuestionLanguageType0:
    """A word of a later version is let through."""
    return cast(CustomerQuestionLanguageType0, value)
