# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

LinkedCauseViewKind = Literal["attempt", "payout", "payout_unusual", "ticket"]


def check_linked_cause_view_kind(value: str) -> LinkedCauseViewKind:
    """A word of a later version is let through."""
    return cast(LinkedCauseViewKind, value)
