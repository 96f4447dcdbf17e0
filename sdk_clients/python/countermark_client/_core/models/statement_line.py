# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.statement_line_direction_type_0 import (
    StatementLineDirectionType0,
    check_statement_line_direction_type_0,
)
from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="StatementLine")


@_attrs_define
class StatementLine:
    """One line of a statement, as the bank wrote it.

    Attributes:
        text (str): what the line says.
        amount_minor (int): minor units of the statement's currency.
        occurred_at (datetime.datetime): when.
        id (None | str | Unset): your own id of the line.
        direction (None | StatementLineDirectionType0 | Unset): which way the money went; when not told, what the line
            says (CR, Dr., credited, जमा), else out.
        category (None | str | Unset): yours, where you know it: it is answered as it is.
    """

    text: str
    amount_minor: int
    occurred_at: datetime.datetime
    id: None | str | Unset = UNSET
    direction: None | StatementLineDirectionType0 | Unset = UNSET
    category: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        text = d.pop("text")
        amount_minor = d.pop("amount_minor")
        occurred_at = datetime.datetime.fromisoformat(d.pop("occurred_at"))

        id = cast("None | str | Unset", d.pop("id", UNSET))

        def _parse_direction(data: object) -> None | StatementLineDirectionType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                direction_type_0 = check_statement_line_direction_type_0(data)

                return direction_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | StatementLineDirectionType0 | Unset, data)

        direction = _parse_direction(d.pop("direction", UNSET))

        category = cast("None | str | Unset", d.pop("category", UNSET))
        return cls(
            text=text,
            amount_minor=amount_minor,
            occurred_at=occurred_at,
            id=id,
            direction=direction,
            category=category,
        )
