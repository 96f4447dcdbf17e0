# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

DoneStageViewStage = Literal["approved", "at_bank", "created", "credited", "failed", "returned", "sent"]


def check_done_stage_view_stage(value: str) -> DoneStageViewStage:
    """A word of a later version is let through."""
    return cast(DoneStageViewStage, value)
