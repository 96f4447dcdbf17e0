# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

MappingDefinitionBalances = Literal["refuse", "report"]


def check_mapping_definition_balances(value: str) -> MappingDefinitionBalances:
    """A word of a later version is let through."""
    return cast(MappingDefinitionBalances, value)
