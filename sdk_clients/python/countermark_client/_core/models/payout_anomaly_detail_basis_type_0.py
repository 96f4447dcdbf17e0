# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

PayoutAnomalyDetailBasisType0 = Literal["bank", "gateway", "method", "payee", "stage"]


def check_payout_anomaly_detail_basis_type_0(value: str) -> PayoutAnomalyDetailBasisType0:
    """A word of a later version is let through."""
    return cast(PayoutAnomalyDetailBasisType0, value)
