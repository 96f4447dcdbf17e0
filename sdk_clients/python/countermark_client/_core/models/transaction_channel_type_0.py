# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

TransactionChannelType0 = Literal["api", "app", "atm", "branch", "pos", "web"]


def check_transaction_channel_type_0(value: str) -> TransactionChannelType0:
    """A word of a later version is let through."""
    return cast(TransactionChannelType0, value)
