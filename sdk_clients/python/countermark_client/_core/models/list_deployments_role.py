# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

ListDeploymentsRole = Literal["challenger", "champion", "shadow"]


def check_list_deployments_role(value: str) -> ListDeploymentsRole:
    """A word of a later version is let through."""
    return cast(ListDeploymentsRole, value)
