# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

MappingDefinitionSeparatorType0 = Literal["comma", "pipe", "semicolon", "tab"]


def check_mapping_definition_separator_type_0(value: str) -> MappingDefinitionSeparatorType0:
    """A word of a later version is let through."""
    return cast(MappingDefinitionSeparatorType0, value)
