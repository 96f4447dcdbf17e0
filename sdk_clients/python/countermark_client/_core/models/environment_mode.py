# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

EnvironmentMode = Literal["live", "sandbox"]


def check_environment_mode(value: str) -> EnvironmentMode:
    """A word of a later version is let through."""
    return cast(EnvironmentMode, value)
