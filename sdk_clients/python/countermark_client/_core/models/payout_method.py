# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

PayoutMethod = Literal["card", "imps", "neft", "other", "rtgs", "upi", "wallet"]


def check_payout_method(value: str) -> PayoutMethod:
    """A word of a later version is let through."""
    return cast(PayoutMethod, value)
