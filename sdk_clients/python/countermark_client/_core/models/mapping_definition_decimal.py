# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

MappingDefinitionDecimal = Literal["comma", "point"]


def check_mapping_definition_decimal(value: str) -> MappingDefinitionDecimal:
    """A word of a later version is let through."""
    return cast(MappingDefinitionDecimal, value)
