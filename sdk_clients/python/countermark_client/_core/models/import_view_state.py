# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

ImportViewState = Literal["cancelled", "completed", "failed", "queued", "running"]


def check_import_view_state(value: str) -> ImportViewState:
    """A word of a later version is let through."""
    return cast(ImportViewState, value)
