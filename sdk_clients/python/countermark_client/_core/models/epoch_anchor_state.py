# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

EpochAnchorState = Literal["confirmed", "mined", "submitted"]


def check_epoch_anchor_state(value: str) -> EpochAnchorState:
    """A word of a later version is let through."""
    return cast(EpochAnchorState, value)
