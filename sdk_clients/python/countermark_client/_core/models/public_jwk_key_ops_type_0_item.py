# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

PublicJwkKeyOpsType0Item = Literal["verify"]


def check_public_jwk_key_ops_type_0_item(value: str) -> PublicJwkKeyOpsType0Item:
    """A word of a later version is let through."""
    return cast(PublicJwkKeyOpsType0Item, value)
