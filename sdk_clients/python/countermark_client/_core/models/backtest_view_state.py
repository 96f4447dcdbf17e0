# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

BacktestViewState = Literal["cancelled", "completed", "failed", "queued", "running"]


def check_backtest_view_state(value: str) -> BacktestViewState:
    """A word of a later version is let through."""
    return cast(BacktestViewState, value)
