# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

PayoutResultStatus = Literal["conflict", "existing", "recorded"]


def check_payout_result_status(value: str) -> PayoutResultStatus:
    """A word of a later version is let through."""
    return cast(PayoutResultStatus, value)
