# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

CaseViewState = Literal["assigned", "closed", "open", "to_approve", "waiting"]


def check_case_view_state(value: str) -> CaseViewState:
    """A word of a later version is let through."""
    return cast(CaseViewState, value)
