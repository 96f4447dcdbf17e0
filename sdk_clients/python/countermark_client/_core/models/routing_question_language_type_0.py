# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

RoutingQuestionLanguageType0 = Literal["en", "hi"]


def check_routing_question_language_type_0(value: str) -> RoutingQuestionLanguageType0:
    """A word of a later version is let through."""
    return cast(RoutingQuestionLanguageType0, value)
