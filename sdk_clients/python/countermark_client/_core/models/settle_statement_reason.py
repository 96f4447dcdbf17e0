# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

SettleStatementReason = Literal[
    "agreed", "carried_forward", "difference_paid", "difference_recovered", "other", "written_off"
]


def check_settle_statement_reason(value: str) -> SettleStatementReason:
    """A word of a later version is let through."""
    return cast(SettleStatementReason, value)
