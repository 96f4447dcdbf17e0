# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

LinkedCauseViewBond = Literal["same_hours", "same_person"]


def check_linked_cause_view_bond(value: str) -> LinkedCauseViewBond:
    """A word of a later version is let through."""
    return cast(LinkedCauseViewBond, value)
