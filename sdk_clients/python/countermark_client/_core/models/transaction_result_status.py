# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

TransactionResultStatus = Literal["conflict", "existing", "recorded"]


def check_transaction_result_status(value: str) -> TransactionResultStatus:
    """A word of a later version is let through."""
    return cast(TransactionResultStatus, value)
