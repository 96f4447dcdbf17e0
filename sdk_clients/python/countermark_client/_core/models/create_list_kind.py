# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

CreateListKind = Literal["customer", "device", "merchant", "partner", "payee", "vendor"]


def check_create_list_kind(value: str) -> CreateListKind:
    """A word of a later version is let through."""
    return cast(CreateListKind, value)
