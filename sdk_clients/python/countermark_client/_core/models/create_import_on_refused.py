# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

CreateImportOnRefused = Literal["skip", "stop"]


def check_create_import_on_refused(value: str) -> CreateImportOnRefused:
    """A word of a later version is let through."""
    return cast(CreateImportOnRefused, value)
