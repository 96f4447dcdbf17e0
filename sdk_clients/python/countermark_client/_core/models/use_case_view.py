# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.use_case_view_input import UseCaseViewInput, check_use_case_view_input
from ..types import plain

if TYPE_CHECKING:
    from ..models.feature_view import FeatureView
    from ..models.label_view import LabelView


T = TypeVar("T", bound="UseCaseView")


@_attrs_define
class UseCaseView:
    """A question that can be asked. input: what it is about, and the field of a question that carries it.

    Attributes:
        name (str):
        title (str):
        question (str):
        meaning (str):
        input_ (UseCaseViewInput):
        features (list[FeatureView]):
        labels (list[LabelView]): categories or causes that the starter names; empty where it names none. Versions of
            your own have theirs.
    """

    name: str
    title: str
    question: str
    meaning: str
    input_: UseCaseViewInput
    features: list[FeatureView]
    labels: list[LabelView]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.feature_view import FeatureView  # noqa: PLC0415
        from ..models.label_view import LabelView  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")
        title = d.pop("title")
        question = d.pop("question")
        meaning = d.pop("meaning")
        input_ = check_use_case_view_input(d.pop("input"))

        features = []
        _features = d.pop("features")
        for features_item_data in _features:
            features_item = FeatureView.from_dict(features_item_data)

            features.append(features_item)

        labels = []
        _labels = d.pop("labels")
        for labels_item_data in _labels:
            labels_item = LabelView.from_dict(labels_item_data)

            labels.append(labels_item)

        return cls(
            name=name,
            title=title,
            question=question,
            meaning=meaning,
            input_=input_,
            features=features,
            labels=labels,
        )


_RENAMED = {
    "input_": "input",
}
UseCaseView._renamed = _RENAMED  # type: ignore[attr-defined]
