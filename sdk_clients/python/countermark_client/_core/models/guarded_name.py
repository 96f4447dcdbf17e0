# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

GuardedName = Literal["declined", "degraded", "slow"]


def check_guarded_name(value: str) -> GuardedName:
    """A word of a later version is let through."""
    return cast(GuardedName, value)
