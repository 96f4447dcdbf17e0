# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

RoutingQuestionIncludeItem = Literal["explanation"]


def check_routing_question_include_item(value: str) -> RoutingQuestionIncludeItem:
    """A word of a later version is let through."""
    return cast(RoutingQuestionIncludeItem, value)
