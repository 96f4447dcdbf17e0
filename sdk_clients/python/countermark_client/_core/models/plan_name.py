# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

PlanName = Literal["standard", "trial", "unmetered"]


def check_plan_name(value: str) -> PlanName:
    """A word of a later version is let through."""
    return cast(PlanName, value)
