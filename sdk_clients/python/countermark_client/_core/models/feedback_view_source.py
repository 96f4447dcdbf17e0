# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

FeedbackViewSource = Literal[
    "chargeback", "collection", "customer", "investigation", "label", "other", "settlement"
]


def check_feedback_view_source(value: str) -> FeedbackViewSource:
    """A word of a later version is let through."""
    return cast(FeedbackViewSource, value)
