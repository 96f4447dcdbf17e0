# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

UsedModelRole = Literal["challenger", "champion", "shadow"]


def check_used_model_role(value: str) -> UsedModelRole:
    """A word of a later version is let through."""
    return cast(UsedModelRole, value)
