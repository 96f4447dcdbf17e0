# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

VersionViewTask = Literal["anomaly", "classes", "number", "probability"]


def check_version_view_task(value: str) -> VersionViewTask:
    """A word of a later version is let through."""
    return cast(VersionViewTask, value)
