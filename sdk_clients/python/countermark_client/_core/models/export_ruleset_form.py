# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

ExportRulesetForm = Literal["csv", "json", "xlsx"]


def check_export_ruleset_form(value: str) -> ExportRulesetForm:
    """A word of a later version is let through."""
    return cast(ExportRulesetForm, value)
