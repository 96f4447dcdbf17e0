# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

FeedViewKind = Literal["folder", "url", "webhook"]


def check_feed_view_kind(value: str) -> FeedViewKind:
    """A word of a later version is let through."""
    return cast(FeedViewKind, value)
