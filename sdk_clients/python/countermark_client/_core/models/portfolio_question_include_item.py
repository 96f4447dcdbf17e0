# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

PortfolioQuestionIncludeItem = Literal["explanation"]


def check_portfolio_question_include_item(value: str) -> PortfolioQuestionIncludeItem:
    """A word of a later version is let through."""
    return cast(PortfolioQuestionIncludeItem, value)
