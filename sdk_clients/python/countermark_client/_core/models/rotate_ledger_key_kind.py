# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

RotateLedgerKeyKind = Literal["ed25519", "ml_dsa_44"]


def check_rotate_ledger_key_kind(value: str) -> RotateLedgerKeyKind:
    """A word of a later version is let through."""
    return cast(RotateLedgerKeyKind, value)
