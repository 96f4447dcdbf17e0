# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

FeedRunViewState = Literal["completed", "failed", "running"]


def check_feed_run_view_state(value: str) -> FeedRunViewState:
    """A word of a later version is let through."""
    return cast(FeedRunViewState, value)
