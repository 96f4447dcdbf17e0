# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

AccessGrantViewStanding = Literal["active", "expired", "revoked"]


def check_access_grant_view_standing(value: str) -> AccessGrantViewStanding:
    """A word of a later version is let through."""
    return cast(AccessGrantViewStanding, value)
