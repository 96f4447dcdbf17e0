# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.plan_request_source import PlanRequestSource, check_plan_request_source
from ..models.plan_request_task_type_0 import PlanRequestTaskType0, check_plan_request_task_type_0
from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="PlanRequest")


@_attrs_define
class PlanRequest:
    """When a use case shall be trained anew by itself, and how; the job always ends in shadow.

    source, task, features, days, presumed_after_days: as of a training job.

        Attributes:
            on_drift (bool | Unset): when a version of it in service begins to drift. Default: False.
            schedule (None | str | Unset): at these times, as in cron, in UTC: minute, hour, day of month, month, day of
                week.
            source (PlanRequestSource | Unset):  Default: 'decisions'.
            task (None | PlanRequestTaskType0 | Unset):
            features (list[str] | Unset):
            days (int | Unset):  Default: 90.
            presumed_after_days (int | None | Unset):
    """

    on_drift: bool | Unset = False
    schedule: None | str | Unset = UNSET
    source: PlanRequestSource | Unset = "decisions"
    task: None | PlanRequestTaskType0 | Unset = UNSET
    features: list[str] | Unset = UNSET
    days: int | Unset = 90
    presumed_after_days: int | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        on_drift = d.pop("on_drift", UNSET)
        schedule = cast("None | str | Unset", d.pop("schedule", UNSET))
        _source = d.pop("source", UNSET)
        source: PlanRequestSource | Unset
        if isinstance(_source, Unset):
            source = UNSET
        else:
            source = check_plan_request_source(_source)

        def _parse_task(data: object) -> None | PlanRequestTaskType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                task_type_0 = check_plan_request_task_type_0(data)

                return task_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | PlanRequestTaskType0 | Unset, data)

        task = _parse_task(d.pop("task", UNSET))

        features = cast(list[str], d.pop("features", UNSET))

        days = d.pop("days", UNSET)
        presumed_after_days = cast("int | None | Unset", d.pop("presumed_after_days", UNSET))
        return cls(
            on_drift=on_drift,
            schedule=schedule,
            source=source,
            task=task,
            features=features,
            days=days,
            presumed_after_days=presumed_after_days,
        )
