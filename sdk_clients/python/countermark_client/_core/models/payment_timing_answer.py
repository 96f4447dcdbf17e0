# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.planned_payment import PlannedPayment


T = TypeVar("T", bound="PaymentTimingAnswer")


@_attrs_define
class PaymentTimingAnswer:
    """PaymentTimingAnswer.

    Attributes:
        probability (float): that no later day costs less for the largest invoice, calibrated, 0 to 1.
        cost_minor (int | None): what the plan costs in overdrafts, penalties, discounts missed and interest forgone, in
            minor units.
        due_date_cost_minor (int | None): the same of paying every invoice on its due date.
        saved_minor (int | None): the difference.
        pay_today_minor (int | None): what the plan pays today.
        plan (list[PlannedPayment]): every invoice, the earliest payment first.
    """

    probability: float
    cost_minor: int | None
    due_date_cost_minor: int | None
    saved_minor: int | None
    pay_today_minor: int | None
    plan: list[PlannedPayment]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.planned_payment import PlannedPayment  # noqa: PLC0415

        d = dict(src_dict)
        probability = d.pop("probability")
        cost_minor = cast("int | None", d.pop("cost_minor"))
        due_date_cost_minor = cast("int | None", d.pop("due_date_cost_minor"))
        saved_minor = cast("int | None", d.pop("saved_minor"))
        pay_today_minor = cast("int | None", d.pop("pay_today_minor"))
        plan = []
        _plan = d.pop("plan")
        for plan_item_data in _plan:
            plan_item = PlannedPayment.from_dict(plan_item_data)

            plan.append(plan_item)

        return cls(
            probability=probability,
            cost_minor=cost_minor,
            due_date_cost_minor=due_date_cost_minor,
            saved_minor=saved_minor,
            pay_today_minor=pay_today_minor,
            plan=plan,
        )
