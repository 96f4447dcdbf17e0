# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

EnvironmentStanding = Literal["closed", "destroyed", "open"]


def check_environment_standing(value: str) -> EnvironmentStanding:
    """A word of a later version is let through."""
    return cast(EnvironmentStanding, value)
