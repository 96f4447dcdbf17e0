# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

MappingDefinitionEncodingType0 = Literal["utf_16", "utf_8", "windows_1252"]


def check_mapping_definition_encoding_type_0(value: str) -> MappingDefinitionEncodingType0:
    """A word of a later version is let through."""
    return cast(MappingDefinitionEncodingType0, value)
