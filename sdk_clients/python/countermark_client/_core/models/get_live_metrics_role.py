# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

GetLiveMetricsRole = Literal["challenger", "champion", "shadow"]


def check_get_live_metrics_role(value: str) -> GetLiveMetricsRole:
    """A word of a later version is let through."""
    return cast(GetLiveMetricsRole, value)
