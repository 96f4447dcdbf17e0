"""Questions as both faces take them: one Struct a kind of input, named by its field."""

from typing import Annotated, Literal, Protocol, cast

import msgspec
from msgspec import Meta

from inference import catalogue
from inference.catalogue import Language, UseCase
from inference.deployment_entities import SegmentName
from inference.entities import HISTORY_MAX, INPUTS_MAX, InputValue
from inference.event_kinds import EVENTS, EventKind
from inference.together import SEVERAL_MAX
from payments.commission_facts import CommissionStatement
from payments.facts import Reference, Region, Transaction
from payments.gateway_facts import Routing
from payments.history_facts import CustomerHistory
from payments.invoice_facts import Invoice
from payments.payout_facts import Payout
from payments.portfolio_facts import PaymentPortfolio
from payments.statement_facts import Statement, Ticket

Include = Literal["explanation"]
IncludeList = Annotated[list[Include], Meta(max_length=4)]
History = Annotated[list[Transaction], Meta(max_length=HISTORY_MAX)]
Inputs = Annotated[
    dict[Annotated[str, Meta(min_length=1, max_length=128)], InputValue], Meta(max_length=INPUTS_MAX)
]


class Question(Protocol):
    """What every question has. language: of the reasons; without it, the first that the caller's `Accept-Language` names
    and we speak, else English."""

    @property
    def inputs(self) -> Inputs | None: ...
    @property
    def include(self) -> list[Include]: ...
    @property
    def language(self) -> Language | None: ...
    @property
    def segment(self) -> SegmentName | None: ...


class TransactionQuestion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question about one payment.

    transaction: the payment. It is ingested with the decision, once, if it was not before.
    inputs: the columns of your own version, when such a version is deployed.
    include: `explanation` adds the feature vector and every contribution to the answer.
    language: of the reasons; else the first of `Accept-Language` that is spoken here.
    segment: which it belongs to, in your own words; deployments may serve one alone. Else the region of the payment.
    """

    transaction: Transaction | None = None
    inputs: Inputs | None = None
    include: IncludeList = []
    language: Language | None = None
    segment: SegmentName | None = None


class CustomerQuestion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question about one customer.

    customer_id: your own id of the customer.
    transactions: the customer's payments, when they should stand in for what was ingested; they are not ingested.
    inputs: the columns of your own version, when such a version is deployed.
    include: `explanation` adds the feature vector and every contribution to the answer.
    language: of the reasons; else the first of `Accept-Language` that is spoken here.
    segment: which it belongs to, in your own words; deployments may serve one alone.
    region: where it is, in your own words; decisions are listed by it.
    """

    customer_id: Reference | None = None
    transactions: History | None = None
    inputs: Inputs | None = None
    include: IncludeList = []
    language: Language | None = None
    segment: SegmentName | None = None
    region: Region | None = None


class SeveralQuestion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Several questions about one payment and its customer, decided together or not at all.

    transaction: the payment. It is ingested once, if a use case about a payment is asked; all answers are as of it.
    use_cases: what to ask, each once.
    include: `explanation` adds the feature vector and every contribution to the answers.
    language: of the reasons; else the first of `Accept-Language` that is spoken here.
    segment: which it belongs to, in your own words; deployments may serve one alone.
    invoice: the facts of `payment-delay`.
    payout: the facts of `payout-delay`.
    routing: the facts of `gateway-route`.
    history: the facts of use cases about a past; the customer's stored payments when not sent.
    statement: the facts of `categorize`; the payment's own line among the customer's stored ones when not sent.
    ticket: the facts of `ticket-triage`.
    commission: the facts of `commission-check`.
    portfolio: the facts of `payment-timing`.
    inputs: by use case, the columns of your own version, where such a version is deployed.
    """

    transaction: Transaction
    use_cases: Annotated[
        list[Annotated[str, Meta(min_length=1, max_length=64)]], Meta(min_length=1, max_length=SEVERAL_MAX)
    ]
    include: IncludeList = []
    language: Language | None = None
    segment: SegmentName | None = None
    invoice: Invoice | None = None
    payout: Payout | None = None
    routing: Routing | None = None
    history: CustomerHistory | None = None
    statement: Statement | None = None
    ticket: Ticket | None = None
    commission: CommissionStatement | None = None
    portfolio: PaymentPortfolio | None = None
    inputs: Annotated[
        dict[Annotated[str, Meta(min_length=1, max_length=64)], Inputs], Meta(max_length=SEVERAL_MAX)
    ] = {}


def question_type_of(use_case: UseCase) -> type[Question]:
    """Return the Struct that a use case's questions have: `InvoiceQuestion` for one about an invoice."""
    return QUESTIONS[use_case.input]


def event_of(use_case: UseCase, question: Question) -> msgspec.Struct | None:
    """Return the facts of a question about an event; None for one about a payment or a customer."""
    if use_case.about is None:
        return None
    return cast("msgspec.Struct | None", getattr(question, use_case.about.name))


def _of_event(kind: EventKind) -> type[Question]:
    made = msgspec.defstruct(
        "".join(word.capitalize() for word in kind.name.split("_")) + "Question",
        [
            (kind.name, kind.facts | None, None),
            ("inputs", Inputs | None, None),
            ("include", IncludeList, []),
            ("language", Language | None, None),
            ("segment", SegmentName | None, None),
            ("region", Region | None, None),
        ],
        frozen=True,
        kw_only=True,
        forbid_unknown_fields=True,
        module=__name__,
    )
    made.__doc__ = f"""A question about {kind.about}.

    {kind.name}: the facts that it is decided of; they are kept with the decision and nowhere else.
    inputs: the columns of your own version, when such a version is deployed.
    include: `explanation` adds the feature vector and every contribution to the answer.
    language: of the reasons; else the first of `Accept-Language` that is spoken here.
    segment: which it belongs to, in your own words; deployments may serve one alone.
    region: where it is, in your own words; decisions are listed by it.
    """
    return cast("type[Question]", made)


QUESTIONS: dict[str, type[Question]] = {
    "transaction": TransactionQuestion,
    "customer": CustomerQuestion,
    **{name: _of_event(kind) for name, kind in EVENTS.items()},
}


def spoken(accept_language: str | None) -> Language:
    """Return the language that a caller likes best of those we speak (RFC 9110, section 12.5.4); English without one."""
    if accept_language is None:
        return "en"
    liked: list[tuple[float, int, Language]] = []
    for place, part in enumerate(accept_language[:200].split(",")):
        tag, _, weight = part.partition(";")
        primary = tag.strip().lower().partition("-")[0]
        known = [language for language in catalogue.LANGUAGES if language == primary]
        liked.extend((-_weight(weight), place, language) for language in known)
    return min(liked)[2] if liked and min(liked)[0] < 0 else "en"


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0
