# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

ReachedStageStage = Literal["approved", "at_bank", "created", "credited", "failed", "returned", "sent"]


def check_reached_stage_stage(value: str) -> ReachedStageStage:
    """A word of a later version is let through."""
    return cast(ReachedStageStage, value)
