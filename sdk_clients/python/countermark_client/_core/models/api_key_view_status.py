# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

ApiKeyViewStatus = Literal["expired", "live", "revoked"]


def check_api_key_view_status(value: str) -> ApiKeyViewStatus:
    """A word of a later version is let through."""
    return cast(ApiKeyViewStatus, value)
