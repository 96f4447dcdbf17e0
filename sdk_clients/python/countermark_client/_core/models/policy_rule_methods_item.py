# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

PolicyRuleMethodsItem = Literal[
    "card", "cash", "imps", "neft", "netbanking", "other", "rtgs", "upi", "wallet"
]


def check_policy_rule_methods_item(value: str) -> PolicyRuleMethodsItem:
    """A word of a later version is let through."""
    return cast(PolicyRuleMethodsItem, value)
