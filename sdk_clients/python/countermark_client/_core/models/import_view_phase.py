# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

ImportViewPhase = Literal["checking", "ended", "recording", "waiting"]


def check_import_view_phase(value: str) -> ImportViewPhase:
    """A word of a later version is let through."""
    return cast(ImportViewPhase, value)
