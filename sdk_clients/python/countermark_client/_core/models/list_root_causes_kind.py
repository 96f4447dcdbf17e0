# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

ListRootCausesKind = Literal["attempt", "payout", "payout_unusual", "ticket"]


def check_list_root_causes_kind(value: str) -> ListRootCausesKind:
    """A word of a later version is let through."""
    return cast(ListRootCausesKind, value)
