# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

PayoutEventResultStageType0 = Literal[
    "approved", "at_bank", "created", "credited", "failed", "returned", "sent"
]


def check_payout_event_result_stage_type_0(value: str) -> PayoutEventResultStageType0:
    """A word of a later version is let through."""
    return cast(PayoutEventResultStageType0, value)
