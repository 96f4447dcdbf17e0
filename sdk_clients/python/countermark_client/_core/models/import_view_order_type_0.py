# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

ImportViewOrderType0 = Literal["newest_first", "oldest_first", "unknown"]


def check_import_view_order_type_0(value: str) -> ImportViewOrderType0:
    """A word of a later version is let through."""
    return cast(ImportViewOrderType0, value)
