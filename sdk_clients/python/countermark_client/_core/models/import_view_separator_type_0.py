# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

ImportViewSeparatorType0 = Literal["comma", "pipe", "semicolon", "tab"]


def check_import_view_separator_type_0(value: str) -> ImportViewSeparatorType0:
    """A word of a later version is let through."""
    return cast(ImportViewSeparatorType0, value)
