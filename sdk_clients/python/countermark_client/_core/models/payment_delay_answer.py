# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="PaymentDelayAnswer")


@_attrs_define
class PaymentDelayAnswer:
    """PaymentDelayAnswer.

    Attributes:
        probability (float): that it is paid after it is due, calibrated, 0 to 1; of an invoice that is overdue it is 1.
        days_p50 (float | None): days from now until it is paid, as likely sooner as later; after it is due where
            `probability` is above a half.
        days_p90 (float | None): the same, in nine of ten cases at most.
        expected_at (None | str): when it is paid by `days_p50`.
        days_p10 (float | None | Unset): the same, in one of ten cases at most; of a version of your own that learned
            days.
    """

    probability: float
    days_p50: float | None
    days_p90: float | None
    expected_at: None | str
    days_p10: float | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        probability = d.pop("probability")
        days_p50 = cast("float | None", d.pop("days_p50"))
        days_p90 = cast("float | None", d.pop("days_p90"))
        expected_at = cast("None | str", d.pop("expected_at"))
        days_p10 = cast("float | None | Unset", d.pop("days_p10", UNSET))
        return cls(
            probability=probability,
            days_p50=days_p50,
            days_p90=days_p90,
            expected_at=expected_at,
            days_p10=days_p10,
        )
