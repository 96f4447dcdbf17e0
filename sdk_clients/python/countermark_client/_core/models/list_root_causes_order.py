# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

ListRootCausesOrder = Literal["count", "growth", "money"]


def check_list_root_causes_order(value: str) -> ListRootCausesOrder:
    """A word of a later version is let through."""
    return cast(ListRootCausesOrder, value)
