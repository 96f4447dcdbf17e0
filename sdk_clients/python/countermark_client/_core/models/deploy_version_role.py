# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

DeployVersionRole = Literal["challenger", "champion", "shadow"]


def check_deploy_version_role(value: str) -> DeployVersionRole:
    """A word of a later version is let through."""
    return cast(DeployVersionRole, value)
