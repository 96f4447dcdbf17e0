# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

NetDifferenceVerdict = Literal["higher", "lower", "undecided"]


def check_net_difference_verdict(value: str) -> NetDifferenceVerdict:
    """A word of a later version is let through."""
    return cast(NetDifferenceVerdict, value)
