# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

PlanRequestSource = Literal["decisions", "facts"]


def check_plan_request_source(value: str) -> PlanRequestSource:
    """A word of a later version is let through."""
    return cast(PlanRequestSource, value)
