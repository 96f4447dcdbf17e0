# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="CommissionEventData")


@_attrs_define
class CommissionEventData:
    """Of a statement that differs.

    Attributes:
        status (str): `short` or `over`.
        difference_minor (int): what was paid less what is due, in minor units.
        payable_minor (int): what is due, in minor units.
        currency (str): ISO 4217.
        reasons (list[str]): what explains the difference.
        starts_at (datetime.datetime): of the period.
        ends_at (datetime.datetime): of the period.
        agreement (str): in force, `agr_…`.
    """

    status: str
    difference_minor: int
    payable_minor: int
    currency: str
    reasons: list[str]
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    agreement: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        status = d.pop("status")
        difference_minor = d.pop("difference_minor")
        payable_minor = d.pop("payable_minor")
        currency = d.pop("currency")
        reasons = cast(list[str], d.pop("reasons"))

        starts_at = datetime.datetime.fromisoformat(d.pop("starts_at"))

        ends_at = datetime.datetime.fromisoformat(d.pop("ends_at"))

        agreement = d.pop("agreement")
        return cls(
            status=status,
            difference_minor=difference_minor,
            payable_minor=payable_minor,
            currency=currency,
            reasons=reasons,
            starts_at=starts_at,
            ends_at=ends_at,
            agreement=agreement,
        )
