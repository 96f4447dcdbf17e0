# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

if TYPE_CHECKING:
    from ..models.month_forecast import MonthForecast


T = TypeVar("T", bound="SpendForecastAnswer")


@_attrs_define
class SpendForecastAnswer:
    """SpendForecastAnswer.

    Attributes:
        probability (float): that spending of the next month is more than the mean of the last three months, 0 to 1;
            never against the amounts.
        spend_minor_p50 (int | None): of the next month in minor units, as likely less as more.
        spend_minor_p90 (int | None): the same, in nine of ten cases at most.
        usual_spend_minor (int | None): the mean of the last three months.
        forecast (list[MonthForecast]): month by month and by category; medians of categories add up to the total's, but
            for small ones that are not listed.
        spend_minor_p10 (int | None | Unset): the same, in one of ten cases at most.
    """

    probability: float
    spend_minor_p50: int | None
    spend_minor_p90: int | None
    usual_spend_minor: int | None
    forecast: list[MonthForecast]
    spend_minor_p10: int | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.month_forecast import MonthForecast  # noqa: PLC0415

        d = dict(src_dict)
        probability = d.pop("probability")
        spend_minor_p50 = cast("int | None", d.pop("spend_minor_p50"))
        spend_minor_p90 = cast("int | None", d.pop("spend_minor_p90"))
        usual_spend_minor = cast("int | None", d.pop("usual_spend_minor"))
        forecast = []
        _forecast = d.pop("forecast")
        for forecast_item_data in _forecast:
            forecast_item = MonthForecast.from_dict(forecast_item_data)

            forecast.append(forecast_item)

        spend_minor_p10 = cast("int | None | Unset", d.pop("spend_minor_p10", UNSET))
        return cls(
            probability=probability,
            spend_minor_p50=spend_minor_p50,
            spend_minor_p90=spend_minor_p90,
            usual_spend_minor=usual_spend_minor,
            forecast=forecast,
            spend_minor_p10=spend_minor_p10,
        )
