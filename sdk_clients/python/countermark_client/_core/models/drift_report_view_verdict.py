# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

DriftReportViewVerdict = Literal["collecting", "drifted", "shifted", "stable"]


def check_drift_report_view_verdict(value: str) -> DriftReportViewVerdict:
    """A word of a later version is let through."""
    return cast(DriftReportViewVerdict, value)
