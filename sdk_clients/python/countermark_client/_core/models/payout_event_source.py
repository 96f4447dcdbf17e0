# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

PayoutEventSource = Literal["bank", "gateway", "tenant"]


def check_payout_event_source(value: str) -> PayoutEventSource:
    """A word of a later version is let through."""
    return cast(PayoutEventSource, value)
