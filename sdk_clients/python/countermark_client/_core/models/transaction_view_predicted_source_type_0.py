# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

TransactionViewPredictedSourceType0 = Literal["lookup", "model"]


def check_transaction_view_predicted_source_type_0(value: str) -> TransactionViewPredictedSourceType0:
    """A word of a later version is let through."""
    return cast(TransactionViewPredictedSourceType0, value)
