# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

AttemptFactMethod = Literal["card", "cash", "imps", "neft", "netbanking", "other", "rtgs", "upi", "wallet"]


def check_attempt_fact_method(value: str) -> AttemptFactMethod:
    """A word of a later version is let through."""
    return cast(AttemptFactMethod, value)
