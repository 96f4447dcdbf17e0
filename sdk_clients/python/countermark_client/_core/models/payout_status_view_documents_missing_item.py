# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

PayoutStatusViewDocumentsMissingItem = Literal["bank_account", "gstin", "kyc", "pan"]


def check_payout_status_view_documents_missing_item(value: str) -> PayoutStatusViewDocumentsMissingItem:
    """A word of a later version is let through."""
    return cast(PayoutStatusViewDocumentsMissingItem, value)
