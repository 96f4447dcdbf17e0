# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

TransactionDirection = Literal["credit", "debit"]


def check_transaction_direction(value: str) -> TransactionDirection:
    """A word of a later version is let through."""
    return cast(TransactionDirection, value)
