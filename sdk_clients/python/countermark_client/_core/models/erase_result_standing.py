# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

EraseResultStanding = Literal["erased", "unknown"]


def check_erase_result_standing(value: str) -> EraseResultStanding:
    """A word of a later version is let through."""
    return cast(EraseResultStanding, value)
