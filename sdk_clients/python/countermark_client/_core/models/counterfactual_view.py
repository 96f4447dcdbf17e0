# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.change_view import ChangeView


T = TypeVar("T", bound="CounterfactualView")


@_attrs_define
class CounterfactualView:
    """The smallest change that was found, fewest features first, or the word that none was.

    outcome_then, probability_then: what the same version and rules say of the changed facts. complete: the search left
    nothing out; without it a change may exist that was not found. evaluated: how often the decision was made again.

        Attributes:
            decision_id (str):
            found (bool):
            outcome (str):
            probability (float):
            outcome_then (None | str):
            probability_then (float | None):
            changes (list[ChangeView]):
            complete (bool):
            evaluated (int):
    """

    decision_id: str
    found: bool
    outcome: str
    probability: float
    outcome_then: None | str
    probability_then: float | None
    changes: list[ChangeView]
    complete: bool
    evaluated: int

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.change_view import ChangeView  # noqa: PLC0415

        d = dict(src_dict)
        decision_id = d.pop("decision_id")
        found = d.pop("found")
        outcome = d.pop("outcome")
        probability = d.pop("probability")
        outcome_then = cast("None | str", d.pop("outcome_then"))
        probability_then = cast("float | None", d.pop("probability_then"))
        changes = []
        _changes = d.pop("changes")
        for changes_item_data in _changes:
            changes_item = ChangeView.from_dict(changes_item_data)

            changes.append(changes_item)

        complete = d.pop("complete")
        evaluated = d.pop("evaluated")
        return cls(
            decision_id=decision_id,
            found=found,
            outcome=outcome,
            probability=probability,
            outcome_then=outcome_then,
            probability_then=probability_then,
            changes=changes,
            complete=complete,
            evaluated=evaluated,
        )
