# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

LedgerKeyUse = Literal["log", "receipts", "super"]


def check_ledger_key_use(value: str) -> LedgerKeyUse:
    """A word of a later version is let through."""
    return cast(LedgerKeyUse, value)
