# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.commission_statement_summary_status import (
    CommissionStatementSummaryStatus,
    check_commission_statement_summary_status,
)
from ..types import plain

T = TypeVar("T", bound="CommissionStatementSummary")


@_attrs_define
class CommissionStatementSummary:
    """A statement without its lines.

    Attributes:
        id (str): our id.
        own_id (None | str): your own id of it; null once the partner was erased.
        partner_id (None | str): your own id of the partner; null once the partner was erased.
        agreement_id (str): the agreement that was in force.
        currency (str): ISO 4217.
        starts_at (str): of the period, included.
        ends_at (str): of the period, not included.
        status (CommissionStatementSummaryStatus): `expected` while nothing was told of paying; what was found; or what
            became of it.
        payable_minor (int): what is due, with taxes that are added and without those that are withheld.
        difference_minor (int | None): what the partner got too much, below zero what is missing; null while nothing was
            told of paying.
        reasons (list[str]): why it differs, and what else is noteworthy.
        replaces (None | str): the statement that this one corrects.
        replaced_by (None | str): the one that corrects this.
        recorded_at (str): when.
    """

    id: str
    own_id: None | str
    partner_id: None | str
    agreement_id: str
    currency: str
    starts_at: str
    ends_at: str
    status: CommissionStatementSummaryStatus
    payable_minor: int
    difference_minor: int | None
    reasons: list[str]
    replaces: None | str
    replaced_by: None | str
    recorded_at: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        id = d.pop("id")
        own_id = cast("None | str", d.pop("own_id"))
        partner_id = cast("None | str", d.pop("partner_id"))
        agreement_id = d.pop("agreement_id")
        currency = d.pop("currency")
        starts_at = d.pop("starts_at")
        ends_at = d.pop("ends_at")
        status = check_commission_statement_summary_status(d.pop("status"))

        payable_minor = d.pop("payable_minor")
        difference_minor = cast("int | None", d.pop("difference_minor"))
        reasons = cast(list[str], d.pop("reasons"))

        replaces = cast("None | str", d.pop("replaces"))
        replaced_by = cast("None | str", d.pop("replaced_by"))
        recorded_at = d.pop("recorded_at")
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
        )
