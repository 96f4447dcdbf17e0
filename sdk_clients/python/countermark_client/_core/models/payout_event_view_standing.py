# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

PayoutEventViewStanding = Literal["contradicting", "counted", "repeated"]


def check_payout_event_view_standing(value: str) -> PayoutEventViewStanding:
    """A word of a later version is let through."""
    return cast(PayoutEventViewStanding, value)
