# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

ImportViewOnRefused = Literal["skip", "stop"]


def check_import_view_on_refused(value: str) -> ImportViewOnRefused:
    """A word of a later version is let through."""
    return cast(ImportViewOnRefused, value)
