# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

AttemptViewResult = Literal["failed", "pending", "succeeded"]


def check_attempt_view_result(value: str) -> AttemptViewResult:
    """A word of a later version is let through."""
    return cast(AttemptViewResult, value)
