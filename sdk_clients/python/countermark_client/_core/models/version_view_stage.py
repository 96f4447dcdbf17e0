# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

VersionViewStage = Literal["challenger", "champion", "registered", "retired", "shadow"]


def check_version_view_stage(value: str) -> VersionViewStage:
    """A word of a later version is let through."""
    return cast(VersionViewStage, value)
