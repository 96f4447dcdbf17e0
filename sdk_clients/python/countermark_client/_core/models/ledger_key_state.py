# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

LedgerKeyState = Literal["appointed", "retired", "signing"]


def check_ledger_key_state(value: str) -> LedgerKeyState:
    """A word of a later version is let through."""
    return cast(LedgerKeyState, value)
