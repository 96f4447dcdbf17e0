# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.training_request_end_in import TrainingRequestEndIn, check_training_request_end_in
from ..models.training_request_source import TrainingRequestSource, check_training_request_source
from ..models.training_request_task_type_0 import TrainingRequestTaskType0, check_training_request_task_type_0
from ..types import UNSET, Unset, plain

if TYPE_CHECKING:
    from ..models.actionable_column import ActionableColumn


T = TypeVar("T", bound="TrainingRequest")


@_attrs_define
class TrainingRequest:
    """What to train, and on what.

    Attributes:
        use_case (str): the question that the version shall answer.
        source (TrainingRequestSource | Unset): `decisions` learns from stored decisions, from the very features that
            were scored, and their feedback; `facts` from ingested payments, their features computed again as of each
            payment, with feedback where it is needed. Versions that compute their features from an event learn from the
            facts that questions brought along, whichever it is. Default: 'decisions'.
        task (None | TrainingRequestTaskType0 | Unset): what it shall tell; without it, what the champion tells. A
            probability learns from `happened` of feedback, a number from `value`, classes from `label`, anomalies from all
            rows.
        features (list[str] | Unset): features of the catalogue or of your own that it shall score beside its feature
            set, by name; your own as they are declared when the job runs. Without any, those of the champion. Of a
            probability alone.
        actionable (list[ActionableColumn] | Unset): columns of your own that a person can be asked to change, for
            counterfactuals. Without any, those of the champion.
        days (int | Unset): how far back. Default: 90.
        presumed_after_days (int | None | Unset): what is older than this and has no feedback counts as not happened;
            without it, it is left out. Of a probability alone.
        end_in (TrainingRequestEndIn | Unset): `version` registers; `shadow` also lets the version score live traffic
            without answering anybody. A job never makes a champion. Default: 'version'.
        name (None | str | Unset): what to call the version.
        seed (int | Unset): the same rows and seed give the same model. Default: 20261121.
    """

    use_case: str
    source: TrainingRequestSource | Unset = "decisions"
    task: None | TrainingRequestTaskType0 | Unset = UNSET
    features: list[str] | Unset = UNSET
    actionable: list[ActionableColumn] | Unset = UNSET
    days: int | Unset = 90
    presumed_after_days: int | None | Unset = UNSET
    end_in: TrainingRequestEndIn | Unset = "version"
    name: None | str | Unset = UNSET
    seed: int | Unset = 20261121

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.actionable_column import ActionableColumn  # noqa: PLC0415

        d = dict(src_dict)
        use_case = d.pop("use_case")
        _source = d.pop("source", UNSET)
        source: TrainingRequestSource | Unset
        if isinstance(_source, Unset):
            source = UNSET
        else:
            source = check_training_request_source(_source)

        def _parse_task(data: object) -> None | TrainingRequestTaskType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                task_type_0 = check_training_request_task_type_0(data)

                return task_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TrainingRequestTaskType0 | Unset, data)

        task = _parse_task(d.pop("task", UNSET))

        features = cast(list[str], d.pop("features", UNSET))

        _actionable = d.pop("actionable", UNSET)
        actionable: list[ActionableColumn] | Unset = UNSET
        if _actionable is not UNSET:
            actionable = []
            for actionable_item_data in _actionable:
                actionable_item = ActionableColumn.from_dict(actionable_item_data)

                actionable.append(actionable_item)

        days = d.pop("days", UNSET)
        presumed_after_days = cast("int | None | Unset", d.pop("presumed_after_days", UNSET))
        _end_in = d.pop("end_in", UNSET)
        end_in: TrainingRequestEndIn | Unset
        if isinstance(_end_in, Unset):
            end_in = UNSET
        else:
            end_in = check_training_request_end_in(_end_in)

        name = cast("None | str | Unset", d.pop("name", UNSET))
        seed = d.pop("seed", UNSET)
        return cls(
            use_case=use_case,
            source=source,
            task=task,
            features=features,
            actionable=actionable,
            days=days,
            presumed_after_days=presumed_after_days,
            end_in=end_in,
            name=name,
            seed=seed,
        )
