# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

BacktestComparisonAgainst = Literal["current", "stored"]


def check_backtest_comparison_against(value: str) -> BacktestComparisonAgainst:
    """A word of a later version is let through."""
    return cast(BacktestComparisonAgainst, value)
