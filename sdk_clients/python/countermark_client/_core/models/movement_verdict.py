# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

MovementVerdict = Literal["collecting", "drifted", "shifted", "stable"]


def check_movement_verdict(value: str) -> MovementVerdict:
    """A word of a later version is let through."""
    return cast(MovementVerdict, value)
