# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

UploadVersionRuntime = Literal["kserve", "onnx"]


def check_upload_version_runtime(value: str) -> UploadVersionRuntime:
    """A word of a later version is let through."""
    return cast(UploadVersionRuntime, value)
