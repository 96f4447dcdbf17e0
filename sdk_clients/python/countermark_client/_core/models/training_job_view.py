# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.training_job_view_end_in import TrainingJobViewEndIn, check_training_job_view_end_in
from ..models.training_job_view_source import TrainingJobViewSource, check_training_job_view_source
from ..models.training_job_view_state import TrainingJobViewState, check_training_job_view_state
from ..models.training_job_view_task_type_0 import (
    TrainingJobViewTaskType0,
    check_training_job_view_task_type_0,
)
from ..models.training_job_view_trigger import TrainingJobViewTrigger, check_training_job_view_trigger
from ..types import plain

if TYPE_CHECKING:
    from ..models.actionable_column import ActionableColumn


T = TypeVar("T", bound="TrainingJobView")


@_attrs_define
class TrainingJobView:
    """One job, with how far it is.

    Attributes:
        id (str):
        use_case (str):
        source (TrainingJobViewSource):
        task (None | TrainingJobViewTaskType0): what it shall tell; null for what the champion tells.
        features (list[str]): what it shall score beside its feature set; empty for what the champion has.
        actionable (list[ActionableColumn]): what the version shall call actionable; empty for what the champion does.
        days (int):
        presumed_after_days (int | None):
        end_in (TrainingJobViewEndIn):
        trigger (TrainingJobViewTrigger):
        state (TrainingJobViewState):
        step (str):
        share (float): how much of it is done, 0 to 1.
        rows (int | None): how many it learns from.
        positives (int | None): of how many it happened; null where nothing happens: of numbers, classes and anomalies.
        version_id (None | str): what it made.
        deployment_id (None | str): the shadow.
        reason (None | str): why it failed.
        created_at (str):
        created_by (str):
        started_at (None | str):
        ended_at (None | str):
    """

    id: str
    use_case: str
    source: TrainingJobViewSource
    task: None | TrainingJobViewTaskType0
    features: list[str]
    actionable: list[ActionableColumn]
    days: int
    presumed_after_days: int | None
    end_in: TrainingJobViewEndIn
    trigger: TrainingJobViewTrigger
    state: TrainingJobViewState
    step: str
    share: float
    rows: int | None
    positives: int | None
    version_id: None | str
    deployment_id: None | str
    reason: None | str
    created_at: str
    created_by: str
    started_at: None | str
    ended_at: None | str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.actionable_column import ActionableColumn  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")
        use_case = d.pop("use_case")
        source = check_training_job_view_source(d.pop("source"))

        def _parse_task(data: object) -> None | TrainingJobViewTaskType0:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                task_type_0 = check_training_job_view_task_type_0(data)

                return task_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TrainingJobViewTaskType0, data)

        task = _parse_task(d.pop("task"))

        features = cast(list[str], d.pop("features"))

        actionable = []
        _actionable = d.pop("actionable")
        for actionable_item_data in _actionable:
            actionable_item = ActionableColumn.from_dict(actionable_item_data)

            actionable.append(actionable_item)

        days = d.pop("days")
        presumed_after_days = cast("int | None", d.pop("presumed_after_days"))
        end_in = check_training_job_view_end_in(d.pop("end_in"))

        trigger = check_training_job_view_trigger(d.pop("trigger"))

        state = check_training_job_view_state(d.pop("state"))

        step = d.pop("step")
        share = d.pop("share")
        rows = cast("int | None", d.pop("rows"))
        positives = cast("int | None", d.pop("positives"))
        version_id = cast("None | str", d.pop("version_id"))
        deployment_id = cast("None | str", d.pop("deployment_id"))
        reason = cast("None | str", d.pop("reason"))
        created_at = d.pop("created_at")
        created_by = d.pop("created_by")
        started_at = cast("None | str", d.pop("started_at"))
        ended_at = cast("None | str", d.pop("ended_at"))
        return cls(
            id=id,
            use_case=use_case,
            source=source,
            task=task,
            features=features,
            actionable=actionable,
            days=days,
            presumed_after_days=presumed_after_days,
            end_in=end_in,
            trigger=trigger,
            state=state,
            step=step,
            share=share,
            rows=rows,
            positives=positives,
            version_id=version_id,
            deployment_id=deployment_id,
            reason=reason,
            created_at=created_at,
            created_by=created_by,
            started_at=started_at,
            ended_at=ended_at,
        )
