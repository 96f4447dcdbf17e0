# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

CreateSuppressionKindType0 = Literal["customer", "device", "merchant", "partner", "payee", "vendor"]


def check_create_suppression_kind_type_0(value: str) -> CreateSuppressionKindType0:
    """A word of a later version is let through."""
    return cast(CreateSuppressionKindType0, value)
