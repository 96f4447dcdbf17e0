# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.feedback_source import FeedbackSource, check_feedback_source
from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="Feedback")


@_attrs_define
class Feedback:
    """The truth about one event, once it is known: for one decision, or for one payment by the caller's own id.

    Attributes:
        observed_at (datetime.datetime): when the truth came to light. Of two truths about one event the later observed
            stands.
        decision_id (None | str | Unset): the decision that it judges. own_transaction_id: instead, the caller's own id
            of the payment; comes with use_case.
        own_transaction_id (None | str | Unset):
        use_case (None | str | Unset): the question that this answers; of a decision it is known.
        happened (bool | None | Unset): whether the event of the use case came true: it was fraud, it was paid late, the
            customer left.
        value (float | None | Unset): how much: days until it was paid, money that was spent.
        label (None | str | Unset): which: a category, a segment, a cause, as the decision named it or as a slug.
        source (FeedbackSource | Unset): who found out. Default: 'other'.
        note (None | str | Unset): words of the caller, kept encrypted.
    """

    observed_at: datetime.datetime
    decision_id: None | str | Unset = UNSET
    own_transaction_id: None | str | Unset = UNSET
    use_case: None | str | Unset = UNSET
    happened: bool | None | Unset = UNSET
    value: float | None | Unset = UNSET
    label: None | str | Unset = UNSET
    source: FeedbackSource | Unset = "other"
    note: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        observed_at = datetime.datetime.fromisoformat(d.pop("observed_at"))

        decision_id = cast("None | str | Unset", d.pop("decision_id", UNSET))
        own_transaction_id = cast("None | str | Unset", d.pop("own_transaction_id", UNSET))
        use_case = cast("None | str | Unset", d.pop("use_case", UNSET))
        happened = cast("bool | None | Unset", d.pop("happened", UNSET))
        value = cast("float | None | Unset", d.pop("value", UNSET))
        label = cast("None | str | Unset", d.pop("label", UNSET))
        _source = d.pop("source", UNSET)
        source: FeedbackSource | Unset
        if isinstance(_source, Unset):
            source = UNSET
        else:
            source = check_feedback_source(_source)

        note = cast("None | str | Unset", d.pop("note", UNSET))
        return cls(
            observed_at=observed_at,
            decision_id=decision_id,
            own_transaction_id=own_transaction_id,
            use_case=use_case,
            happened=happened,
            value=value,
            label=label,
            source=source,
            note=note,
        )
