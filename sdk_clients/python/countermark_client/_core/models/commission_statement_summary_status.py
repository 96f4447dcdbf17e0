# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

CommissionStatementSummaryStatus = Literal["disputed", "expected", "matched", "over", "settled", "short"]


def check_commission_statement_summary_status(value: str) -> CommissionStatementSummaryStatus:
    """A word of a later version is let through."""
    return cast(CommissionStatementSummaryStatus, value)
