# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

PublicJwkUseType0 = Literal["sig"]


def check_public_jwk_use_type_0(value: str) -> PublicJwkUseType0:
    """A word of a later version is let through."""
    return cast(PublicJwkUseType0, value)
