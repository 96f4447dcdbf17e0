# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

MappingDefinitionForm = Literal["camt053", "delimited", "mt940", "ofx", "xlsx"]


def check_mapping_definition_form(value: str) -> MappingDefinitionForm:
    """A word of a later version is let through."""
    return cast(MappingDefinitionForm, value)
