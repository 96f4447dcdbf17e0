# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

PublicJwkKty = Literal["EC", "OKP", "RSA"]


def check_public_jwk_kty(value: str) -> PublicJwkKty:
    """A word of a later version is let through."""
    return cast(PublicJwkKty, value)
