# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

MoveCasePriorityType0 = Literal["high", "low", "normal", "urgent"]


def check_move_case_priority_type_0(value: str) -> MoveCasePriorityType0:
    """A word of a later version is let through."""
    return cast(MoveCasePriorityType0, value)
