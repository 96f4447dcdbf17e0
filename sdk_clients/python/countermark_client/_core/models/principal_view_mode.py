# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

PrincipalViewMode = Literal["live", "sandbox"]


def check_principal_view_mode(value: str) -> PrincipalViewMode:
    """A word of a later version is let through."""
    return cast(PrincipalViewMode, value)
