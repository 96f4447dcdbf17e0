# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

FailurePatternReportCounted = Literal["failed", "faulted"]


def check_failure_pattern_report_counted(value: str) -> FailurePatternReportCounted:
    """A word of a later version is let through."""
    return cast(FailurePatternReportCounted, value)
