# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

GetRootCauseLanguage = Literal["en", "hi"]


def check_get_root_cause_language(value: str) -> GetRootCauseLanguage:
    """A word of a later version is let through."""
    return cast(GetRootCauseLanguage, value)
