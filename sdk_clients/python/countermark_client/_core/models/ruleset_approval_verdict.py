# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

RulesetApprovalVerdict = Literal["approve", "refuse"]


def check_ruleset_approval_verdict(value: str) -> RulesetApprovalVerdict:
    """A word of a later version is let through."""
    return cast(RulesetApprovalVerdict, value)
