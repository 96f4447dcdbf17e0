# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

DifferenceVerdict = Literal["higher", "lower", "undecided"]


def check_difference_verdict(value: str) -> DifferenceVerdict:
    """A word of a later version is let through."""
    return cast(DifferenceVerdict, value)
