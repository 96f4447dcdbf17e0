# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

PayoutDocumentsDocumentsMissingItem = Literal["bank_account", "gstin", "kyc", "pan"]


def check_payout_documents_documents_missing_item(value: str) -> PayoutDocumentsDocumentsMissingItem:
    """A word of a later version is let through."""
    return cast(PayoutDocumentsDocumentsMissingItem, value)
