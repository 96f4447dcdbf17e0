# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

DecisionExplanationViewMethodType0 = Literal["evidence", "exact", "sampled", "tree"]


def check_decision_explanation_view_method_type_0(value: str) -> DecisionExplanationViewMethodType0:
    """A word of a later version is let through."""
    return cast(DecisionExplanationViewMethodType0, value)
