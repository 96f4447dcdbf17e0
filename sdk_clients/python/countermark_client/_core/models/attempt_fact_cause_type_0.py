# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

AttemptFactCauseType0 = Literal["bank", "customer", "gateway", "merchant", "unknown"]


def check_attempt_fact_cause_type_0(value: str) -> AttemptFactCauseType0:
    """A word of a later version is let through."""
    return cast(AttemptFactCauseType0, value)
