# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

CategorizedLineSource = Literal["given", "lookup", "model"]


def check_categorized_line_source(value: str) -> CategorizedLineSource:
    """A word of a later version is let through."""
    return cast(CategorizedLineSource, value)
