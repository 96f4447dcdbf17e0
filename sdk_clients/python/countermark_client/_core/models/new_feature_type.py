# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

NewFeatureType = Literal["boolean", "category", "number"]


def check_new_feature_type(value: str) -> NewFeatureType:
    """A word of a later version is let through."""
    return cast(NewFeatureType, value)
