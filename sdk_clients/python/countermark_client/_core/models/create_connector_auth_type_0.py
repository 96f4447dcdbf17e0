# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

CreateConnectorAuthType0 = Literal["basic", "bearer", "header", "hmac", "none"]


def check_create_connector_auth_type_0(value: str) -> CreateConnectorAuthType0:
    """A word of a later version is let through."""
    return cast(CreateConnectorAuthType0, value)
