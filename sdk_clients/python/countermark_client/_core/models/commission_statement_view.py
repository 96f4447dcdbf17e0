# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.commission_statement_view_status import (
    CommissionStatementViewStatus,
    check_commission_statement_view_status,
)
from ..types import plain

if TYPE_CHECKING:
    from ..models.commission_reckoning import CommissionReckoning
    from ..models.commission_statement_step import CommissionStatementStep


T = TypeVar("T", bound="CommissionStatementView")


@_attrs_define
class CommissionStatementView:
    """A statement. Beside its summary:

    Attributes:
        id (str):
        own_id (None | str):
        partner_id (None | str):
        agreement_id (str):
        currency (str):
        starts_at (str):
        ends_at (str):
        status (CommissionStatementViewStatus):
        payable_minor (int):
        difference_minor (int | None):
        reasons (list[str]):
        replaces (None | str):
        replaced_by (None | str):
        recorded_at (str):
        reckoning (CommissionReckoning | None): null once the partner was erased.
        steps (list[CommissionStatementStep]): what was said of it, oldest first.
    """

    id: str
    own_id: None | str
    partner_id: None | str
    agreement_id: str
    currency: str
    starts_at: str
    ends_at: str
    status: CommissionStatementViewStatus
    payable_minor: int
    difference_minor: int | None
    reasons: list[str]
    replaces: None | str
    replaced_by: None | str
    recorded_at: str
    reckoning: CommissionReckoning | None
    steps: list[CommissionStatementStep]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.commission_reckoning import CommissionReckoning  # noqa: PLC0415
        from ..models.commission_statement_step import CommissionStatementStep  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")
        own_id = cast("None | str", d.pop("own_id"))
        partner_id = cast("None | str", d.pop("partner_id"))
        agreement_id = d.pop("agreement_id")
        currency = d.pop("currency")
        starts_at = d.pop("starts_at")
        ends_at = d.pop("ends_at")
        status = check_commission_statement_view_status(d.pop("status"))

        payable_minor = d.pop("payable_minor")
        difference_minor = cast("int | None", d.pop("difference_minor"))
        reasons = cast(list[str], d.pop("reasons"))

        replaces = cast("None | str", d.pop("replaces"))
        replaced_by = cast("None | str", d.pop("replaced_by"))
        recorded_at = d.pop("recorded_at")

        def _parse_reckoning(data: object) -> CommissionReckoning | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                reckoning_type_0 = CommissionReckoning.from_dict(data)

                return reckoning_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CommissionReckoning | None, data)

        reckoning = _parse_reckoning(d.pop("reckoning"))

        steps = []
        _steps = d.pop("steps")
        for steps_item_data in _steps:
            steps_item = CommissionStatementStep.from_dict(steps_item_data)

            steps.append(steps_item)

        return cls(
            id=id,
            own_id=own_id,
            partner_id=partner_id,
            agreement_id=agreement_id,
            currency=currency,
            starts_at=starts_at,
            ends_at=ends_at,
            status=status,
            payable_minor=payable_minor,
            difference_minor=difference_minor,
            reasons=reasons,
            replaces=replaces,
            replaced_by=replaced_by,
            recorded_at=recorded_at,
            reckoning=reckoning,
            steps=steps,
        )
