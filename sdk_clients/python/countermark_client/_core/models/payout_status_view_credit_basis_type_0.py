# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

PayoutStatusViewCreditBasisType0 = Literal["bank", "gateway", "method", "payee", "stage"]


def check_payout_status_view_credit_basis_type_0(value: str) -> PayoutStatusViewCreditBasisType0:
    """A word of a later version is let through."""
    return cast(PayoutStatusViewCreditBasisType0, value)
