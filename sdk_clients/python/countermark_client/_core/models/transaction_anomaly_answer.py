# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="TransactionAnomalyAnswer")


@_attrs_define
class TransactionAnomalyAnswer:
    """TransactionAnomalyAnswer.

    Attributes:
        probability (float): that it will be reported as fraud or as an error, calibrated, 0 to 1.
        customer_usual_minor (int | None | Unset): the customer's usual payment (geometric mean of all debits), in minor
            units.
        customer_deviations (float | None | Unset): how many standard deviations ln(amount) lies above the customer's
            mean.
        compared_with (None | str | Unset): others in the payment's `segment`, or in the `environment` where no segment
            is told or it is too small.
        population_payments (int | None | Unset): how many of their debits of 90 days that rests on.
        population_usual_minor (int | None | Unset): the usual payment of those.
        population_deviations (float | None | Unset): how many standard deviations ln(amount) lies above their mean.
    """

    probability: float
    customer_usual_minor: int | None | Unset = UNSET
    customer_deviations: float | None | Unset = UNSET
    compared_with: None | str | Unset = UNSET
    population_payments: int | None | Unset = UNSET
    population_usual_minor: int | None | Unset = UNSET
    population_deviations: float | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        probability = d.pop("probability")
        customer_usual_minor = cast("int | None | Unset", d.pop("customer_usual_minor", UNSET))
        customer_deviations = cast("float | None | Unset", d.pop("customer_deviations", UNSET))
        compared_with = cast("None | str | Unset", d.pop("compared_with", UNSET))
        population_payments = cast("int | None | Unset", d.pop("population_payments", UNSET))
        population_usual_minor = cast("int | None | Unset", d.pop("population_usual_minor", UNSET))
        population_deviations = cast("float | None | Unset", d.pop("population_deviations", UNSET))
        return cls(
            probability=probability,
            customer_usual_minor=customer_usual_minor,
            customer_deviations=customer_deviations,
            compared_with=compared_with,
            population_payments=population_payments,
            population_usual_minor=population_usual_minor,
            population_deviations=population_deviations,
        )
