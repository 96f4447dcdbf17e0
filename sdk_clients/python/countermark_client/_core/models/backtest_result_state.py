# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

BacktestResultState = Literal["cancelled", "completed", "failed", "queued", "running"]


def check_backtest_result_state(value: str) -> BacktestResultState:
    """A word of a later version is let through."""
    return cast(BacktestResultState, value)
