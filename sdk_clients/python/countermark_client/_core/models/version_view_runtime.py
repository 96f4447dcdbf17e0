# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

VersionViewRuntime = Literal["kserve", "onnx"]


def check_version_view_runtime(value: str) -> VersionViewRuntime:
    """A word of a later version is let through."""
    return cast(VersionViewRuntime, value)
