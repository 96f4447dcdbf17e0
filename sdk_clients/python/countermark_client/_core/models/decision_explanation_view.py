# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.decision_explanation_view_method_type_0 import (
    DecisionExplanationViewMethodType0,
    check_decision_explanation_view_method_type_0,
)
from ..models.decision_explanation_view_status import (
    DecisionExplanationViewStatus,
    check_decision_explanation_view_status,
)
from ..types import plain

if TYPE_CHECKING:
    from ..models.reason import Reason


T = TypeVar("T", bound="DecisionExplanationView")


@_attrs_define
class DecisionExplanationView:
    """Why a decision has its score.

    (exact), `evidence` (exact, by column, for the class that was named), `exact` (every set of columns asked, against
    the
    sample that came with the model) or `sampled` (random orders of them). margin = base_value + the sum of
    contributions.

        Attributes:
            decision_id (str):
            status (DecisionExplanationViewStatus): `pending` while it is made in the background, with nothing else told;
                ask again in a moment. method: `tree`
            method (DecisionExplanationViewMethodType0 | None):
            margin (float | None):
            base_value (float | None):
            error (float | None): the largest standard error of a contribution.
            contributions (Any):
            reasons (list[Reason]):
    """

    decision_id: str
    status: DecisionExplanationViewStatus
    method: DecisionExplanationViewMethodType0 | None
    margin: float | None
    base_value: float | None
    error: float | None
    contributions: Any
    reasons: list[Reason]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.reason import Reason  # noqa: PLC0415

        d = dict(src_dict)
        decision_id = d.pop("decision_id")
        status = check_decision_explanation_view_status(d.pop("status"))

        def _parse_method(data: object) -> DecisionExplanationViewMethodType0 | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                method_type_0 = check_decision_explanation_view_method_type_0(data)

                return method_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DecisionExplanationViewMethodType0 | None, data)

        method = _parse_method(d.pop("method"))

        margin = cast("float | None", d.pop("margin"))
        base_value = cast("float | None", d.pop("base_value"))
        error = cast("float | None", d.pop("error"))
        contributions = d.pop("contributions")
        reasons = []
        _reasons = d.pop("reasons")
        for reasons_item_data in _reasons:
            reasons_item = Reason.from_dict(reasons_item_data)

            reasons.append(reasons_item)

        return cls(
            decision_id=decision_id,
            status=status,
            method=method,
            margin=margin,
            base_value=base_value,
            error=error,
            contributions=contributions,
            reasons=reasons,
        )
