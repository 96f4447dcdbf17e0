# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

CodeCountCause = Literal["bank", "customer", "gateway", "merchant", "unknown"]


def check_code_count_cause(value: str) -> CodeCountCause:
    """A word of a later version is let through."""
    return cast(CodeCountCause, value)
