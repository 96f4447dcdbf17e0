# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

ReleaseViewState = Literal["active", "approved", "checked", "refused", "retired", "shadow"]


def check_release_view_state(value: str) -> ReleaseViewState:
    """A word of a later version is let through."""
    return cast(ReleaseViewState, value)
