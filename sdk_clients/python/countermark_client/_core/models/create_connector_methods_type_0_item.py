# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

CreateConnectorMethodsType0Item = Literal["DELETE", "GET", "PATCH", "POST", "PUT"]


def check_create_connector_methods_type_0_item(value: str) -> CreateConnectorMethodsType0Item:
    """A word of a later version is let through."""
    return cast(CreateConnectorMethodsType0Item, value)
