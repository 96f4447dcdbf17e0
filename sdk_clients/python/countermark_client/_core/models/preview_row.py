# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.preview_row_direction import PreviewRowDirection, check_preview_row_direction
from ..models.preview_row_method import PreviewRowMethod, check_preview_row_method
from ..types import plain

T = TypeVar("T", bound="PreviewRow")


@_attrs_define
class PreviewRow:
    """A payment as it would be recorded. reference: the bank's own.

    Attributes:
        line (int):
        occurred_at (str):
        amount_minor (int):
        currency (str):
        direction (PreviewRowDirection):
        method (PreviewRowMethod):
        customer_id (None | str):
        description (None | str):
        payee_id (None | str):
        category (None | str):
        reference (None | str):
        balance_minor (int | None):
    """

    line: int
    occurred_at: str
    amount_minor: int
    currency: str
    direction: PreviewRowDirection
    method: PreviewRowMethod
    customer_id: None | str
    description: None | str
    payee_id: None | str
    category: None | str
    reference: None | str
    balance_minor: int | None

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        line = d.pop("line")
        occurred_at = d.pop("occurred_at")
        amount_minor = d.pop("amount_minor")
        currency = d.pop("currency")
        direction = check_preview_row_direction(d.pop("direction"))

        method = check_preview_row_method(d.pop("method"))

        customer_id = cast("None | str", d.pop("customer_id"))
        description = cast("None | str", d.pop("description"))
        payee_id = cast("None | str", d.pop("payee_id"))
        category = cast("None | str", d.pop("category"))
        reference = cast("None | str", d.pop("reference"))
        balance_minor = cast("int | None", d.pop("balance_minor"))
        return cls(
            line=line,
            occurred_at=occurred_at,
            amount_minor=amount_minor,
            currency=currency,
            direction=direction,
            method=method,
            customer_id=customer_id,
            description=description,
            payee_id=payee_id,
            category=category,
            reference=reference,
            balance_minor=balance_minor,
        )
