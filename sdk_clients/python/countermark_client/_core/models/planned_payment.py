# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="PlannedPayment")


@_attrs_define
class PlannedPayment:
    """When to pay one invoice.

    Attributes:
        id (str): yours.
        pay_at (str): when; after its due date where waiting for money costs less than an overdraft.
        probability (float): that no later day that matters costs less, calibrated, 0 to 1; 1 for a late payment after
            which none matters.
        takes_discount (bool): whether it is paid in time for its discount.
        days_early (float): before its due date.
    """

    id: str
    pay_at: str
    probability: float
    takes_discount: bool
    days_early: float

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        id = d.pop("id")
        pay_at = d.pop("pay_at")
        probability = d.pop("probability")
        takes_discount = d.pop("takes_discount")
        days_early = d.pop("days_early")
        return cls(
            id=id,
            pay_at=pay_at,
            probability=probability,
            takes_discount=takes_discount,
            days_early=days_early,
        )
