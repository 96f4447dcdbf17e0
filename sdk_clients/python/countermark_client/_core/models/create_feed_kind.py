# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

CreateFeedKind = Literal["folder", "url", "webhook"]


def check_create_feed_kind(value: str) -> CreateFeedKind:
    """A word of a later version is let through."""
    return cast(CreateFeedKind, value)
