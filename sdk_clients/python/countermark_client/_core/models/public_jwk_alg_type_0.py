# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

PublicJwkAlgType0 = Literal["Ed25519", "ES256", "PS256", "RS256"]


def check_public_jwk_alg_type_0(value: str) -> PublicJwkAlgType0:
    """A word of a later version is let through."""
    return cast(PublicJwkAlgType0, value)
