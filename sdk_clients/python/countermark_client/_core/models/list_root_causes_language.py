# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

ListRootCausesLanguage = Literal["en", "hi"]


def check_list_root_causes_language(value: str) -> ListRootCausesLanguage:
    """A word of a later version is let through."""
    return cast(ListRootCausesLanguage, value)
