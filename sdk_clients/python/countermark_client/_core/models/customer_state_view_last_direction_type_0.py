# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

CustomerStateViewLastDirectionType0 = Literal["credit", "debit"]


def check_customer_state_view_last_direction_type_0(value: str) -> CustomerStateViewLastDirectionType0:
    """A word of a later version is let through."""
    return cast(CustomerStateViewLastDirectionType0, value)
