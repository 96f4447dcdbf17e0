# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

ListPayoutAnomaliesKind = Literal["amount_unusual", "documents_missing", "failing", "late", "stuck"]


def check_list_payout_anomalies_kind(value: str) -> ListPayoutAnomaliesKind:
    """A word of a later version is let through."""
    return cast(ListPayoutAnomaliesKind, value)
