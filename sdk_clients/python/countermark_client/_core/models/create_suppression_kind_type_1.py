# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

CreateSuppressionKindType1 = Literal["gateway"]


def check_create_suppression_kind_type_1(value: str) -> CreateSuppressionKindType1:
    """A word of a later version is let through."""
    return cast(CreateSuppressionKindType1, value)
