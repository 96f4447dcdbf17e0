# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

AttemptFactResult = Literal["failed", "pending", "succeeded"]


def check_attempt_fact_result(value: str) -> AttemptFactResult:
    """A word of a later version is let through."""
    return cast(AttemptFactResult, value)
