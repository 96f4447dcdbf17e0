# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

CommissionAgreementSlabs = Literal["marginal", "whole"]


def check_commission_agreement_slabs(value: str) -> CommissionAgreementSlabs:
    """A word of a later version is let through."""
    return cast(CommissionAgreementSlabs, value)
