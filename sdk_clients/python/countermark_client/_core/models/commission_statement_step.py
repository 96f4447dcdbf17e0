# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.commission_statement_step_status import (
    CommissionStatementStepStatus,
    check_commission_statement_step_status,
)
from ..types import plain

T = TypeVar("T", bound="CommissionStatementStep")


@_attrs_define
class CommissionStatementStep:
    """What somebody said of a statement.

    Attributes:
        id (str): our id, which its entry in the ledger has too.
        status (CommissionStatementStepStatus): what the statement became.
        reason (str): why.
        note (None | str): null where there is none, or once the partner was erased.
        at (str): when.
        by (str): who.
    """

    id: str
    status: CommissionStatementStepStatus
    reason: str
    note: None | str
    at: str
    by: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        id = d.pop("id")
        status = check_commission_statement_step_status(d.pop("status"))

        reason = d.pop("reason")
        note = cast("None | str", d.pop("note"))
        at = d.pop("at")
        by = d.pop("by")
        return cls(
            id=id,
            status=status,
            reason=reason,
            note=note,
            at=at,
            by=by,
        )
