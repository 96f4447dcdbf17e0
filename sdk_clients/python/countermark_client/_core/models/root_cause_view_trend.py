# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

RootCauseViewTrend = Literal["falling", "rising", "steady", "unknown"]


def check_root_cause_view_trend(value: str) -> RootCauseViewTrend:
    """A word of a later version is let through."""
    return cast(RootCauseViewTrend, value)
