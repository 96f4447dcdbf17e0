# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

DisputeStatementReason = Literal[
    "amount_wrong", "other", "paid_twice", "rate_wrong", "sale_missing", "tax_wrong"
]


def check_dispute_statement_reason(value: str) -> DisputeStatementReason:
    """A word of a later version is let through."""
    return cast(DisputeStatementReason, value)
