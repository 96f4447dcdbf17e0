# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

DeploymentViewOrigin = Literal["deployed", "promoted", "rolled_back"]


def check_deployment_view_origin(value: str) -> DeploymentViewOrigin:
    """A word of a later version is let through."""
    return cast(DeploymentViewOrigin, value)
