# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

UseCaseViewInput = Literal[
    "commission",
    "customer",
    "history",
    "invoice",
    "payout",
    "portfolio",
    "routing",
    "statement",
    "ticket",
    "transaction",
]


def check_use_case_view_input(value: str) -> UseCaseViewInput:
    """A word of a later version is let through."""
    return cast(UseCaseViewInput, value)
