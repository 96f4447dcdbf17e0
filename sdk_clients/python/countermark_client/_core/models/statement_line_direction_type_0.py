# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

StatementLineDirectionType0 = Literal["credit", "debit"]


def check_statement_line_direction_type_0(value: str) -> StatementLineDirectionType0:
    """A word of a later version is let through."""
    return cast(StatementLineDirectionType0, value)
