# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

MappingDefinitionMethodType0 = Literal[
    "card", "cash", "imps", "neft", "netbanking", "other", "rtgs", "upi", "wallet"
]


def check_mapping_definition_method_type_0(value: str) -> MappingDefinitionMethodType0:
    """A word of a later version is let through."""
    return cast(MappingDefinitionMethodType0, value)
