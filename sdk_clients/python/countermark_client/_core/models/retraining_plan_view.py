# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.retraining_plan_view_source import RetrainingPlanViewSource, check_retraining_plan_view_source
from ..models.retraining_plan_view_task_type_0 import (
    RetrainingPlanViewTaskType0,
    check_retraining_plan_view_task_type_0,
)
from ..types import plain

T = TypeVar("T", bound="RetrainingPlanView")


@_attrs_define
class RetrainingPlanView:
    """A plan as it stands.

    Attributes:
        use_case (str):
        on_drift (bool):
        schedule (None | str):
        source (RetrainingPlanViewSource):
        task (None | RetrainingPlanViewTaskType0): what it shall tell; null for what the champion tells.
        features (list[str]): what it shall score beside its feature set; empty for what the champion has.
        days (int):
        presumed_after_days (int | None):
        next_at (None | str): when its schedule comes next.
        updated_at (str):
        updated_by (str):
    """

    use_case: str
    on_drift: bool
    schedule: None | str
    source: RetrainingPlanViewSource
    task: None | RetrainingPlanViewTaskType0
    features: list[str]
    days: int
    presumed_after_days: int | None
    next_at: None | str
    updated_at: str
    updated_by: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        use_case = d.pop("use_case")
        on_drift = d.pop("on_drift")
        schedule = cast("None | str", d.pop("schedule"))
        source = check_retraining_plan_view_source(d.pop("source"))

        def _parse_task(data: object) -> None | RetrainingPlanViewTaskType0:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                task_type_0 = check_retraining_plan_view_task_type_0(data)

                return task_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | RetrainingPlanViewTaskType0, data)

        task = _parse_task(d.pop("task"))

        features = cast(list[str], d.pop("features"))

        days = d.pop("days")
        presumed_after_days = cast("int | None", d.pop("presumed_after_days"))
        next_at = cast("None | str", d.pop("next_at"))
        updated_at = d.pop("updated_at")
        updated_by = d.pop("updated_by")
        return cls(
            use_case=use_case,
            on_drift=on_drift,
            schedule=schedule,
            source=source,
            task=task,
            features=features,
            days=days,
            presumed_after_days=presumed_after_days,
            next_at=next_at,
            updated_at=updated_at,
            updated_by=updated_by,
        )
