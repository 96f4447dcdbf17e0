# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

DecisionExplanationViewStatus = Literal["pending", "ready"]


def check_decision_explanation_view_status(value: str) -> DecisionExplanationViewStatus:
    """A word of a later version is let through."""
    return cast(DecisionExplanationViewStatus, value)
