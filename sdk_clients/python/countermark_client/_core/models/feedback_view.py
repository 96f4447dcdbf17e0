# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.feedback_view_source import FeedbackViewSource, check_feedback_view_source
from ..types import plain

T = TypeVar("T", bound="FeedbackView")


@_attrs_define
class FeedbackView:
    """One truth as it was told.

    Attributes:
        id (str):
        use_case (str):
        decision_id (None | str):
        transaction_id (None | str): our id of the payment that it is about. label, note: null once its customer was
            erased.
        happened (bool | None):
        value (float | None):
        label (None | str):
        note (None | str):
        source (FeedbackViewSource):
        observed_at (str):
        recorded_at (str):
        current (bool): whether it is the truth that stands: the latest observed, and of those the latest told.
    """

    id: str
    use_case: str
    decision_id: None | str
    transaction_id: None | str
    happened: bool | None
    value: float | None
    label: None | str
    note: None | str
    source: FeedbackViewSource
    observed_at: str
    recorded_at: str
    current: bool

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        id = d.pop("id")
        use_case = d.pop("use_case")
        decision_id = cast("None | str", d.pop("decision_id"))
        transaction_id = cast("None | str", d.pop("transaction_id"))
        happened = cast("bool | None", d.pop("happened"))
        value = cast("float | None", d.pop("value"))
        label = cast("None | str", d.pop("label"))
        note = cast("None | str", d.pop("note"))
        source = check_feedback_view_source(d.pop("source"))

        observed_at = d.pop("observed_at")
        recorded_at = d.pop("recorded_at")
        current = d.pop("current")
        return cls(
            id=id,
            use_case=use_case,
            decision_id=decision_id,
            transaction_id=transaction_id,
            happened=happened,
            value=value,
            label=label,
            note=note,
            source=source,
            observed_at=observed_at,
            recorded_at=recorded_at,
            current=current,
        )
