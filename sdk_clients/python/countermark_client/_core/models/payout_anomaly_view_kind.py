# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

PayoutAnomalyViewKind = Literal["amount_unusual", "documents_missing", "failing", "late", "stuck"]


def check_payout_anomaly_view_kind(value: str) -> PayoutAnomalyViewKind:
    """A word of a later version is let through."""
    return cast(PayoutAnomalyViewKind, value)
