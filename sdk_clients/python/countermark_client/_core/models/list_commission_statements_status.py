# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

ListCommissionStatementsStatus = Literal["disputed", "expected", "matched", "over", "settled", "short"]


def check_list_commission_statements_status(value: str) -> ListCommissionStatementsStatus:
    """A word of a later version is let through."""
    return cast(ListCommissionStatementsStatus, value)
