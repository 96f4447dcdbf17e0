# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="CommissionCheckAnswer")


@_attrs_define
class CommissionCheckAnswer:
    """CommissionCheckAnswer.

    Attributes:
        probability (float): that the statement is wrong, calibrated, 0 to 1: that it says another amount, or other tax,
            than it should.
        expected_minor (int | None): what the agreement gives for the sales of the period, in minor units.
        expected_model_minor (int | None): what statements like this one come to, in five of ten cases less.
        difference_minor (int | None): what was paid less what the agreement gives; negative when the partner got too
            little.
        codes (list[str]): what explains the difference, the nearest first, then what else is amiss:
            `tax_withheld_differs`, and `sale_not_covered` where a product was sold about which the agreement says nothing.
            Empty when all is well.
        expected_model_minor_p10 (int | None | Unset): the same, in one of ten cases at most; of a version of your own
            that learned amounts.
        expected_model_minor_p90 (int | None | Unset): the same, in nine of ten cases at most.
    """

    probability: float
    expected_minor: int | None
    expected_model_minor: int | None
    difference_minor: int | None
    codes: list[str]
    expected_model_minor_p10: int | None | Unset = UNSET
    expected_model_minor_p90: int | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        probability = d.pop("probability")
        expected_minor = cast("int | None", d.pop("expected_minor"))
        expected_model_minor = cast("int | None", d.pop("expected_model_minor"))
        difference_minor = cast("int | None", d.pop("difference_minor"))
        codes = cast(list[str], d.pop("codes"))

        expected_model_minor_p10 = cast("int | None | Unset", d.pop("expected_model_minor_p10", UNSET))
        expected_model_minor_p90 = cast("int | None | Unset", d.pop("expected_model_minor_p90", UNSET))
        return cls(
            probability=probability,
            expected_minor=expected_minor,
            expected_model_minor=expected_model_minor,
            difference_minor=difference_minor,
            codes=codes,
            expected_model_minor_p10=expected_model_minor_p10,
            expected_model_minor_p90=expected_model_minor_p90,
        )
