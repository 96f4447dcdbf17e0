# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

InvoiceQuestionIncludeItem = Literal["explanation"]


def check_invoice_question_include_item(value: str) -> InvoiceQuestionIncludeItem:
    """A word of a later version is let through."""
    return cast(InvoiceQuestionIncludeItem, value)
