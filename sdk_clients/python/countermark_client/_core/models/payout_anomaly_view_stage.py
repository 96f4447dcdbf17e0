# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

PayoutAnomalyViewStage = Literal["approved", "at_bank", "created", "credited", "failed", "returned", "sent"]


def check_payout_anomaly_view_stage(value: str) -> PayoutAnomalyViewStage:
    """A word of a later version is let through."""
    return cast(PayoutAnomalyViewStage, value)
