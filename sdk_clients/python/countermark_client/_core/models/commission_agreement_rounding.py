# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

CommissionAgreementRounding = Literal["down", "half_even", "half_up"]


def check_commission_agreement_rounding(value: str) -> CommissionAgreementRounding:
    """A word of a later version is let through."""
    return cast(CommissionAgreementRounding, value)
