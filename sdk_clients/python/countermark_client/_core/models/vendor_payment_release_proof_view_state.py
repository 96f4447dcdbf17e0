# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

VendorPaymentReleaseProofViewState = Literal["anchored", "in_epoch", "pending"]


def check_vendor_payment_release_proof_view_state(value: str) -> VendorPaymentReleaseProofViewState:
    """A word of a later version is let through."""
    return cast(VendorPaymentReleaseProofViewState, value)
