# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

PrincipalViewKind = Literal["api_key", "client", "member", "system"]


def check_principal_view_kind(value: str) -> PrincipalViewKind:
    """A word of a later version is let through."""
    return cast(PrincipalViewKind, value)
