# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

MappingDefinitionPositive = Literal["credit", "debit"]


def check_mapping_definition_positive(value: str) -> MappingDefinitionPositive:
    """A word of a later version is let through."""
    return cast(MappingDefinitionPositive, value)
