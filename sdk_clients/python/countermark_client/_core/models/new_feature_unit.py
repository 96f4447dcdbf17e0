# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

NewFeatureUnit = Literal[
    "count",
    "days",
    "flag",
    "hour",
    "hours",
    "km",
    "kmh",
    "label",
    "log_hours",
    "log_money",
    "log_times",
    "minutes",
    "money",
    "number",
    "percent",
    "rank",
    "times",
]


def check_new_feature_unit(value: str) -> NewFeatureUnit:
    """A word of a later version is let through."""
    return cast(NewFeatureUnit, value)
