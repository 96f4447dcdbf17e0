# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

DeploymentViewEndedReasonType0 = Literal[
    "champion_replaced", "ended", "guardrail", "promoted", "replaced", "rolled_back"
]


def check_deployment_view_ended_reason_type_0(value: str) -> DeploymentViewEndedReasonType0:
    """A word of a later version is let through."""
    return cast(DeploymentViewEndedReasonType0, value)
