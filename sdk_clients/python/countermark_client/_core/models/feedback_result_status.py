# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

FeedbackResultStatus = Literal["corrected", "erased", "existing", "recorded", "superseded", "unknown"]


def check_feedback_result_status(value: str) -> FeedbackResultStatus:
    """A word of a later version is let through."""
    return cast(FeedbackResultStatus, value)
