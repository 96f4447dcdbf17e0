# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

PreviewViewEncodingType0 = Literal["gsm7", "ucs2"]


def check_preview_view_encoding_type_0(value: str) -> PreviewViewEncodingType0:
    """A word of a later version is let through."""
    return cast(PreviewViewEncodingType0, value)
