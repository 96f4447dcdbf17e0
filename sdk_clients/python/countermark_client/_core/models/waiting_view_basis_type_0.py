# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

WaitingViewBasisType0 = Literal["bank", "gateway", "method", "payee", "stage"]


def check_waiting_view_basis_type_0(value: str) -> WaitingViewBasisType0:
    """A word of a later version is let through."""
    return cast(WaitingViewBasisType0, value)
