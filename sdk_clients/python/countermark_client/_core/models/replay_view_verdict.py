# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

ReplayViewVerdict = Literal["different", "equivalent", "identical"]


def check_replay_view_verdict(value: str) -> ReplayViewVerdict:
    """A word of a later version is let through."""
    return cast(ReplayViewVerdict, value)
