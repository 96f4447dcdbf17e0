# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

AttemptViewMethod = Literal["card", "cash", "imps", "neft", "netbanking", "other", "rtgs", "upi", "wallet"]


def check_attempt_view_method(value: str) -> AttemptViewMethod:
    """A word of a later version is let through."""
    return cast(AttemptViewMethod, value)
