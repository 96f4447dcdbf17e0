# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

TrialMoneyCosts = Literal["declared", "logged"]


def check_trial_money_costs(value: str) -> TrialMoneyCosts:
    """A word of a later version is let through."""
    return cast(TrialMoneyCosts, value)
