# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

PayoutEventStage = Literal[
    "approved", "at_bank", "credited", "failed", "on_hold", "released", "returned", "sent"
]


def check_payout_event_stage(value: str) -> PayoutEventStage:
    """A word of a later version is let through."""
    return cast(PayoutEventStage, value)
