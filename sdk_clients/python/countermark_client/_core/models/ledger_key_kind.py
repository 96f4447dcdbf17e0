# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

LedgerKeyKind = Literal["ed25519", "ml_dsa_44"]


def check_ledger_key_kind(value: str) -> LedgerKeyKind:
    """A word of a later version is let through."""
    return cast(LedgerKeyKind, value)
