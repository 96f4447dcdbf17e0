# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

CommissionReckoningPaidBasisType0 = Literal["payouts", "told"]


def check_commission_reckoning_paid_basis_type_0(value: str) -> CommissionReckoningPaidBasisType0:
    """A word of a later version is let through."""
    return cast(CommissionReckoningPaidBasisType0, value)
