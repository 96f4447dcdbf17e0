# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

ListPayoutsStage = Literal["approved", "at_bank", "created", "credited", "failed", "returned", "sent"]


def check_list_payouts_stage(value: str) -> ListPayoutsStage:
    """A word of a later version is let through."""
    return cast(ListPayoutsStage, value)
