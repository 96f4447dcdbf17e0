# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

PayoutSummaryStage = Literal["approved", "at_bank", "created", "credited", "failed", "returned", "sent"]


def check_payout_summary_stage(value: str) -> PayoutSummaryStage:
    """A word of a later version is let through."""
    return cast(PayoutSummaryStage, value)
