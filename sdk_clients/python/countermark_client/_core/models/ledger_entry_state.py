# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

LedgerEntryState = Literal["pending", "sequenced"]


def check_ledger_entry_state(value: str) -> LedgerEntryState:
    """A word of a later version is let through."""
    return cast(LedgerEntryState, value)
