# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

PreviewViewSource = Literal["draft", "shipped", "stored"]


def check_preview_view_source(value: str) -> PreviewViewSource:
    """A word of a later version is let through."""
    return cast(PreviewViewSource, value)
