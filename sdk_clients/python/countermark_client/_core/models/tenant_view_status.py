# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

TenantViewStatus = Literal["active", "suspended"]


def check_tenant_view_status(value: str) -> TenantViewStatus:
    """A word of a later version is let through."""
    return cast(TenantViewStatus, value)
