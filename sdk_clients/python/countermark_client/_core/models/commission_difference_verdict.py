# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

CommissionDifferenceVerdict = Literal["agrees", "paid_less", "paid_more"]


def check_commission_difference_verdict(value: str) -> CommissionDifferenceVerdict:
    """A word of a later version is let through."""
    return cast(CommissionDifferenceVerdict, value)
