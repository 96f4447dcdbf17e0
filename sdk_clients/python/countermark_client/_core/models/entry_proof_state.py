# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

EntryProofState = Literal["included", "pending"]


def check_entry_proof_state(value: str) -> EntryProofState:
    """A word of a later version is let through."""
    return cast(EntryProofState, value)
