"""Questions and decisions as both faces show them."""

from datetime import datetime
from typing import Literal

import msgspec

from api.views.answers import AnswerView, answer_view
from core.ids import public
from core.pages import Page
from inference.catalogue import Answer, UseCase
from inference.entities import (
    Decision,
    DecisionSummary,
    Disclosure,
    Explanation,
    Replay,
    UsedRules,
)
from inference.reasons import Reason
from inference.routing import UsedModel
from ledger.receipts import Receipt


class DecisionLine(msgspec.Struct, frozen=True, kw_only=True):
    """A decision in a list. probability: rounded to a millionth; null when the decision is degraded."""

    id: str
    use_case: str
    outcome: str
    probability: float | None
    degraded: bool
    decided_at: datetime


class DecisionPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of decisions, newest first."""

    data: list[DecisionLine]
    has_more: bool
    next_after: str | None


class DisclosureView(msgspec.Struct, frozen=True, kw_only=True):
    """What opens the ledger's commitment to one decision.

    payload: the exact bytes that were committed to, in base64. commitment_key: of this entry alone, in base64.
    """

    entry_id: str
    payload: bytes
    commitment_key: bytes


def decision_type_of(use_case: UseCase) -> type[msgspec.Struct]:
    """The decision of one use case as a concrete Struct, named for the document: `CreditScoreDecision`."""
    name = f"{pascal(use_case.name)}Decision"
    declared = Decision[use_case.answer_type]  # type: ignore[name-defined]  # the parameter is a value of the catalogue
    fields = [
        (field.name, use_case.answer_type | None if field.name == "answer" else field.type)
        for field in msgspec.structs.fields(declared)
    ]
    made = msgspec.defstruct(name, fields, frozen=True, kw_only=True, module=__name__)
    made.__doc__ = f"A decision of the use case `{use_case.name}`: {use_case.question}"
    return made


def pascal(slug: str) -> str:
    return "".join(word.capitalize() for word in slug.split("-"))


def line_of(summary: DecisionSummary) -> DecisionLine:
    return DecisionLine(
        id=public("dec", summary.id),
        use_case=summary.use_case,
        outcome=summary.outcome,
        probability=summary.probability,
        degraded=summary.degraded,
        decided_at=summary.decided_at,
    )


class ConfidenceView(msgspec.Struct, frozen=True, kw_only=True):
    """How sure the probability is: `low` to `high` holds it, and at `level` the true rate of held-out rows that scored like this one.

    support: how many rows that rests on.
    """

    low: float
    high: float
    level: float
    support: int


class DecisionView(msgspec.Struct, frozen=True, kw_only=True):
    """A prediction after the rules, with the promise that the ledger will keep it.

    answer, confidence: null when degraded. reasons: the strongest first. degraded: no model was to be had, or the ruleset
    failed, and the outcome is the fallback. duplicate_of: another payment of the customer with the same amount, time and
    description. entry_id: where the ledger has it. explanation: the whole vector, when it was asked for.
    """

    id: str
    use_case: str
    outcome: str
    answer: AnswerView | None
    confidence: ConfidenceView | None
    reasons: list[Reason]
    model: UsedModel
    rules: UsedRules
    degraded: bool
    transaction_id: str | None
    duplicate_of: str | None
    decided_at: datetime
    entry_id: str
    receipt: Receipt
    explanation: Explanation | None


class DecisionList(msgspec.Struct, frozen=True, kw_only=True):
    """Decisions that were made together, in the order of the use cases asked."""

    data: list[DecisionView]


class ReplayView(msgspec.Struct, frozen=True, kw_only=True):
    """A decision computed again from what is stored.

    verdict: identical (the same bits), equivalent (within 1e-6, on another runtime or processor) or different.
    differences: names of fields that differ.
    """

    decision_id: str
    verdict: Literal["identical", "equivalent", "different"]
    stored_margin: float | None
    computed_margin: float | None
    stored_outcome: str
    computed_outcome: str
    stored_runtime: str
    runtime: str
    differences: list[str]


def decision_view(decision: Decision[Answer]) -> DecisionView:
    fields = msgspec.structs.asdict(decision)
    answer, confidence = decision.answer, decision.confidence
    if answer is not None:
        fields["answer"] = answer_view(answer)
    if confidence is not None:
        fields["confidence"] = ConfidenceView(
            low=confidence.low, high=confidence.high, level=confidence.level, support=confidence.support
        )
    return DecisionView(**fields)


def decision_page(page: Page[DecisionSummary]) -> DecisionPage:
    return DecisionPage(
        data=[line_of(each) for each in page.data], has_more=page.has_more, next_after=page.next_after
    )


def replay_view(replay: Replay) -> ReplayView:
    return ReplayView(**msgspec.structs.asdict(replay))


def disclosure_view(disclosure: Disclosure) -> DisclosureView:
    return DisclosureView(**msgspec.structs.asdict(disclosure))
