# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

PaymentToSendMethod = Literal["card", "cash", "imps", "neft", "netbanking", "other", "rtgs", "upi", "wallet"]


def check_payment_to_send_method(value: str) -> PaymentToSendMethod:
    """A word of a later version is let through."""
    return cast(PaymentToSendMethod, value)
