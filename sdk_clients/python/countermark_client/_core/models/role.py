# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

Role = Literal["admin", "agent", "analyst", "auditor", "developer", "owner", "viewer"]


def check_role(value: str) -> Role:
    """A word of a later version is let through."""
    return cast(Role, value)
