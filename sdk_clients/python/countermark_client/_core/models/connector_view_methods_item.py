# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

ConnectorViewMethodsItem = Literal["DELETE", "GET", "PATCH", "POST", "PUT"]


def check_connector_view_methods_item(value: str) -> ConnectorViewMethodsItem:
    """A word of a later version is let through."""
    return cast(ConnectorViewMethodsItem, value)
