# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

OAuthClientViewAuthMethod = Literal["client_secret", "private_key_jwt"]


def check_o_auth_client_view_auth_method(value: str) -> OAuthClientViewAuthMethod:
    """A word of a later version is let through."""
    return cast(OAuthClientViewAuthMethod, value)
