# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

PayoutStatusViewStage = Literal["approved", "at_bank", "created", "credited", "failed", "returned", "sent"]


def check_payout_status_view_stage(value: str) -> PayoutStatusViewStage:
    """A word of a later version is let through."""
    return cast(PayoutStatusViewStage, value)
