"""The explanation of a decision as both faces show it."""

from typing import Literal

import msgspec

from inference.explaining import DecisionExplanation
from inference.reasons import Reason


class DecisionExplanationView(msgspec.Struct, frozen=True, kw_only=True):
    """Why a decision has its score.

    status: `pending` while it is made in the background, with nothing else told; ask again in a moment. method: `tree`
    (exact), `evidence` (exact, by column, for the class that was named), `exact` (every set of columns asked, against the
    sample that came with the model) or `sampled` (random orders of them). margin = base_value + the sum of contributions.
    error: the largest standard error of a contribution.
    """

    decision_id: str
    status: Literal["pending", "ready"]
    method: Literal["tree", "evidence", "exact", "sampled"] | None
    margin: float | None
    base_value: float | None
    error: float | None
    contributions: dict[str, float]
    reasons: list[Reason]


def explanation_view(found: DecisionExplanation) -> DecisionExplanationView:
    return DecisionExplanationView(
        **{name: getattr(found, name) for name in DecisionExplanationView.__struct_fields__}
    )
