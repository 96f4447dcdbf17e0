# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

AttemptResultStatus = Literal["conflict", "existing", "recorded", "settled"]


def check_attempt_result_status(value: str) -> AttemptResultStatus:
    """A word of a later version is let through."""
    return cast(AttemptResultStatus, value)
