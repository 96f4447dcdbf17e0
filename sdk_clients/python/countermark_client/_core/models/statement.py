# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

if TYPE_CHECKING:
    from ..models.statement_line import StatementLine


T = TypeVar("T", bound="Statement")


@_attrs_define
class Statement:
    """Lines of one customer's statement, to be categorised together: only together do they show what recurs.

    Attributes:
        customer_id (str): your own id of the customer.
        currency (None | str | Unset): ISO 4217; that of most stored payments when not told.
        lines (list[StatementLine] | Unset): in any order. When none are sent, the customer's last stored payments that
            have a description.
    """

    customer_id: str
    currency: None | str | Unset = UNSET
    lines: list[StatementLine] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.statement_line import StatementLine  # noqa: PLC0415

        d = dict(src_dict)
        customer_id = d.pop("customer_id")
        currency = cast("None | str | Unset", d.pop("currency", UNSET))
        _lines = d.pop("lines", UNSET)
        lines: list[StatementLine] | Unset = UNSET
        if _lines is not UNSET:
            lines = []
            for lines_item_data in _lines:
                lines_item = StatementLine.from_dict(lines_item_data)

                lines.append(lines_item)

        return cls(
            customer_id=customer_id,
            currency=currency,
            lines=lines,
        )
