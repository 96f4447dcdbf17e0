# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.class_metrics_view import ClassMetricsView
    from ..models.number_metrics_view import NumberMetricsView
    from ..models.version_metrics_view import VersionMetricsView


T = TypeVar("T", bound="LiveMetricsView")


@_attrs_define
class LiveMetricsView:
    """How well versions do by the truth that came back.

    since, until: when the predictions were made, whole hours. threshold: from which probability on a prediction counts
    as
    flagged; null when its outcome decides, and everything but `approve` is flagged. complete: whether all judged
    predictions were
    counted, and not the newest 100,000 alone.

        Attributes:
            use_case (str):
            since (str):
            until (str):
            threshold (float | None):
            complete (bool):
            data (list[VersionMetricsView]): by whether the event happened. numbers: by truths with a `value`. classes: by
                truths with a `label`.
            numbers (list[NumberMetricsView]):
            classes (list[ClassMetricsView]):
    """

    use_case: str
    since: str
    until: str
    threshold: float | None
    complete: bool
    data: list[VersionMetricsView]
    numbers: list[NumberMetricsView]
    classes: list[ClassMetricsView]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.class_metrics_view import ClassMetricsView  # noqa: PLC0415
        from ..models.number_metrics_view import NumberMetricsView  # noqa: PLC0415
        from ..models.version_metrics_view import VersionMetricsView  # noqa: PLC0415

        d = dict(src_dict)
        use_case = d.pop("use_case")
        since = d.pop("since")
        until = d.pop("until")
        threshold = cast("float | None", d.pop("threshold"))
        complete = d.pop("complete")
        data = []
        _data = d.pop("data")
        for data_item_data in _data:
            data_item = VersionMetricsView.from_dict(data_item_data)

            data.append(data_item)

        numbers = []
        _numbers = d.pop("numbers")
        for numbers_item_data in _numbers:
            numbers_item = NumberMetricsView.from_dict(numbers_item_data)

            numbers.append(numbers_item)

        classes = []
        _classes = d.pop("classes")
        for classes_item_data in _classes:
            classes_item = ClassMetricsView.from_dict(classes_item_data)

            classes.append(classes_item)

        return cls(
            use_case=use_case,
            since=since,
            until=until,
            threshold=threshold,
            complete=complete,
            data=data,
            numbers=numbers,
            classes=classes,
        )
