# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

DeploymentViewRole = Literal["challenger", "champion", "shadow"]


def check_deployment_view_role(value: str) -> DeploymentViewRole:
    """A word of a later version is let through."""
    return cast(DeploymentViewRole, value)
