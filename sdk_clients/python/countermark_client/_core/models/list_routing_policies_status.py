# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

ListRoutingPoliciesStatus = Literal["challenger", "champion", "draft", "retired"]


def check_list_routing_policies_status(value: str) -> ListRoutingPoliciesStatus:
    """A word of a later version is let through."""
    return cast(ListRoutingPoliciesStatus, value)
