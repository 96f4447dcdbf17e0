"""What would have had to be different, as both faces show it."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from inference.counterfactuals import ActionableFeature as Wanted
from inference.counterfactuals import Change, Counterfactual

FeatureName = Annotated[str, Meta(min_length=1, max_length=128)]


class ActionableFeature(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A feature that a person can be asked to change, and which way. minimum, maximum: how far, at most."""

    feature: FeatureName
    direction: Literal["up", "down", "both"]
    minimum: float | None = None
    maximum: float | None = None


class FindCounterfactual(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """outcome: the one to reach; any other than the one that was, when not told.

    actionable: what may be changed, instead of all that the use case or the version's manifest declares.
    """

    outcome: Annotated[str, Meta(min_length=1, max_length=64)] | None = None
    actionable: Annotated[list[ActionableFeature], Meta(min_length=1, max_length=100)] | None = None


class ChangeView(msgspec.Struct, frozen=True, kw_only=True):
    """One feature, as it was and as it would have had to be. text, text_then: as a person would write them."""

    feature: str
    value: float | None
    value_then: float
    text: str
    text_then: str


class CounterfactualView(msgspec.Struct, frozen=True, kw_only=True):
    """The smallest change that was found, fewest features first, or the word that none was.

    outcome_then, probability_then: what the same version and rules say of the changed facts. complete: the search left
    nothing out; without it a change may exist that was not found. evaluated: how often the decision was made again.
    """

    decision_id: str
    found: bool
    outcome: str
    probability: float
    outcome_then: str | None
    probability_then: float | None
    changes: list[ChangeView]
    complete: bool
    evaluated: int


def wanted_of(asked: FindCounterfactual) -> list[Wanted] | None:
    if asked.actionable is None:
        return None
    return [Wanted(**msgspec.structs.asdict(each)) for each in asked.actionable]


def counterfactual_view(found: Counterfactual) -> CounterfactualView:
    fields = msgspec.structs.asdict(found)
    fields["changes"] = [_change_view(change) for change in found.changes]
    return CounterfactualView(**fields)


def _change_view(change: Change) -> ChangeView:
    return ChangeView(**msgspec.structs.asdict(change))
