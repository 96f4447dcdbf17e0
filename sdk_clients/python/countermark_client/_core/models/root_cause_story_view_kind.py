# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

RootCauseStoryViewKind = Literal["attempt", "payout", "payout_unusual", "ticket"]


def check_root_cause_story_view_kind(value: str) -> RootCauseStoryViewKind:
    """A word of a later version is let through."""
    return cast(RootCauseStoryViewKind, value)
