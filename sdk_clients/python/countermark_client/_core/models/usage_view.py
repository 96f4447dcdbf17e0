# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.usage_day_view import UsageDayView


T = TypeVar("T", bound="UsageView")


@_attrs_define
class UsageView:
    """What one environment used by day and operation, as of a few seconds ago.

    Attributes:
        first_day (datetime.date):
        last_day (datetime.date):
        data (list[UsageDayView]):
        calls_this_month (int):
        units_this_month (int): against the quota. A call is one unit; a bulk, several questions or rows are one each.
        quota_per_month (int):
    """

    first_day: datetime.date
    last_day: datetime.date
    data: list[UsageDayView]
    calls_this_month: int
    units_this_month: int
    quota_per_month: int

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.usage_day_view import UsageDayView  # noqa: PLC0415

        d = dict(src_dict)
        first_day = datetime.date.fromisoformat(d.pop("first_day"))

        last_day = datetime.date.fromisoformat(d.pop("last_day"))

        data = []
        _data = d.pop("data")
        for data_item_data in _data:
            data_item = UsageDayView.from_dict(data_item_data)

            data.append(data_item)

        calls_this_month = d.pop("calls_this_month")
        units_this_month = d.pop("units_this_month")
        quota_per_month = d.pop("quota_per_month")
        return cls(
            first_day=first_day,
            last_day=last_day,
            data=data,
            calls_this_month=calls_this_month,
            units_this_month=units_this_month,
            quota_per_month=quota_per_month,
        )
