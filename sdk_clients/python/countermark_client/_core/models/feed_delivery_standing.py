# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

FeedDeliveryStanding = Literal["conflict", "existing", "recorded", "skipped"]


def check_feed_delivery_standing(value: str) -> FeedDeliveryStanding:
    """A word of a later version is let through."""
    return cast(FeedDeliveryStanding, value)
