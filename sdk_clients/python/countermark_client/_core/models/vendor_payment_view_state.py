# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

VendorPaymentViewState = Literal["cancelled", "proposed", "released", "settled"]


def check_vendor_payment_view_state(value: str) -> VendorPaymentViewState:
    """A word of a later version is let through."""
    return cast(VendorPaymentViewState, value)
