# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

CreateFeedSchemeType0 = Literal["header", "standard"]


def check_create_feed_scheme_type_0(value: str) -> CreateFeedSchemeType0:
    """A word of a later version is let through."""
    return cast(CreateFeedSchemeType0, value)
