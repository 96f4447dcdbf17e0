# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

LoggedRequestViewFace = Literal["grpc", "rest"]


def check_logged_request_view_face(value: str) -> LoggedRequestViewFace:
    """A word of a later version is let through."""
    return cast(LoggedRequestViewFace, value)
