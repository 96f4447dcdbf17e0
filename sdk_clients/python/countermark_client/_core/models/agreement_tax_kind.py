# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

AgreementTaxKind = Literal["added", "withheld"]


def check_agreement_tax_kind(value: str) -> AgreementTaxKind:
    """A word of a later version is let through."""
    return cast(AgreementTaxKind, value)
