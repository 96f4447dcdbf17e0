# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

ListCasesState = Literal["assigned", "closed", "open", "to_approve", "waiting"]


def check_list_cases_state(value: str) -> ListCasesState:
    """A word of a later version is let through."""
    return cast(ListCasesState, value)
