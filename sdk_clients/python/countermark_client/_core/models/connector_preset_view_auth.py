# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

ConnectorPresetViewAuth = Literal["basic", "bearer", "header", "hmac", "none"]


def check_connector_preset_view_auth(value: str) -> ConnectorPresetViewAuth:
    """A word of a later version is let through."""
    return cast(ConnectorPresetViewAuth, value)
