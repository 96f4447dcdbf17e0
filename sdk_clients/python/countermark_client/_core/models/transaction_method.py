# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

TransactionMethod = Literal["card", "cash", "imps", "neft", "netbanking", "other", "rtgs", "upi", "wallet"]


def check_transaction_method(value: str) -> TransactionMethod:
    """A word of a later version is let through."""
    return cast(TransactionMethod, value)
