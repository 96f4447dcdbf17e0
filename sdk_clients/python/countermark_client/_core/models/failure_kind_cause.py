# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

FailureKindCause = Literal["bank", "customer", "gateway", "merchant", "unknown"]


def check_failure_kind_cause(value: str) -> FailureKindCause:
    """A word of a later version is let through."""
    return cast(FailureKindCause, value)
