# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

ConnectorViewAuth = Literal["basic", "bearer", "header", "hmac", "none"]


def check_connector_view_auth(value: str) -> ConnectorViewAuth:
    """A word of a later version is let through."""
    return cast(ConnectorViewAuth, value)
