# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

ReleaseSwitchViewKind = Literal["activate", "rollback"]


def check_release_switch_view_kind(value: str) -> ReleaseSwitchViewKind:
    """A word of a later version is let through."""
    return cast(ReleaseSwitchViewKind, value)
