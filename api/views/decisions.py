"""Questions and decisions as both faces show them."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from core.ids import public
from inference.catalogue import UseCase
from inference.entities import (
    HISTORY_MAX,
    INPUTS_MAX,
    Decision,
    DecisionSummary,
    InputValue,
    Replay,
)
from payments.facts import Reference, Transaction

Include = Literal["explanation"]
IncludeList = Annotated[list[Include], Meta(max_length=4)]
History = Annotated[list[Transaction], Meta(max_length=HISTORY_MAX)]
Inputs = Annotated[
    dict[Annotated[str, Meta(min_length=1, max_length=128)], InputValue], Meta(max_length=INPUTS_MAX)
]


class TransactionQuestion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question about one payment.

    transaction: the payment. It is ingested with the decision, once, if it was not before.
    inputs: the columns of your own version, when such a version is deployed.
    include: `explanation` adds the feature vector and every contribution to the answer.
    """

    transaction: Transaction | None = None
    inputs: Inputs | None = None
    include: IncludeList = []


class CustomerQuestion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question about one customer.

    customer_id: your own id of the customer.
    transactions: the customer's payments, when they should stand in for what was ingested; they are not ingested.
    inputs: the columns of your own version, when such a version is deployed.
    include: `explanation` adds the feature vector and every contribution to the answer.
    """

    customer_id: Reference | None = None
    transactions: History | None = None
    inputs: Inputs | None = None
    include: IncludeList = []


Question = TransactionQuestion | CustomerQuestion


class AnswerView(msgspec.Struct, frozen=True, kw_only=True):
    """The fields of the use case's answer; `points` only where the use case has them."""

    probability: float
    points: int | UnsetType = UNSET


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


ReplayView = Replay
DecisionView = Decision[AnswerView]
