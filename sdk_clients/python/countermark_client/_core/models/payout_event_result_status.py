# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

PayoutEventResultStatus = Literal[
    "conflict", "contradicting", "counted", "existing", "repeated", "too_many", "unknown"
]


def check_payout_event_result_status(value: str) -> PayoutEventResultStatus:
    """A word of a later version is let through."""
    return cast(PayoutEventResultStatus, value)
