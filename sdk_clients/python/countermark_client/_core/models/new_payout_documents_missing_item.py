# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

NewPayoutDocumentsMissingItem = Literal["bank_account", "gstin", "kyc", "pan"]


def check_new_payout_documents_missing_item(value: str) -> NewPayoutDocumentsMissingItem:
    """A word of a later version is let through."""
    return cast(NewPayoutDocumentsMissingItem, value)
