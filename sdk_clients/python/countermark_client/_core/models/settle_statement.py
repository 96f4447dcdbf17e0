# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.settle_statement_reason import SettleStatementReason, check_settle_statement_reason
from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="SettleStatement")


@_attrs_define
class SettleStatement:
    """That nothing of a statement is open any more.

    Attributes:
        reason (SettleStatementReason): what became of it.
        note (None | str | Unset): in words; kept sealed.
    """

    reason: SettleStatementReason
    note: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        reason = check_settle_statement_reason(d.pop("reason"))

        note = cast("None | str | Unset", d.pop("note", UNSET))
        return cls(
            reason=reason,
            note=note,
        )
