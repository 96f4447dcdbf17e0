# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

FeedViewState = Literal["active", "paused"]


def check_feed_view_state(value: str) -> FeedViewState:
    """A word of a later version is let through."""
    return cast(FeedViewState, value)
