# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

ReleaseApprovalViewVerdict = Literal["approve", "refuse"]


def check_release_approval_view_verdict(value: str) -> ReleaseApprovalViewVerdict:
    """A word of a later version is let through."""
    return cast(ReleaseApprovalViewVerdict, value)
