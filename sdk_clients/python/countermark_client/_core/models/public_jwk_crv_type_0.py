# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

PublicJwkCrvType0 = Literal["Ed25519", "P-256"]


def check_public_jwk_crv_type_0(value: str) -> PublicJwkCrvType0:
    """A word of a later version is let through."""
    return cast(PublicJwkCrvType0, value)
