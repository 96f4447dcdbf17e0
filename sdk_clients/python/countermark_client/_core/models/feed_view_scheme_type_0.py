# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

FeedViewSchemeType0 = Literal["header", "standard"]


def check_feed_view_scheme_type_0(value: str) -> FeedViewSchemeType0:
    """A word of a later version is let through."""
    return cast(FeedViewSchemeType0, value)
