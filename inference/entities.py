"""What is asked of the decision path, and what it answers: the same structs on every face and in every mode."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Generic, Literal, TypeAlias, TypeVar
from uuid import UUID

import msgspec
from msgspec import Meta

from inference.answering.transaction_anomaly import Population
from inference.catalogue import Language
from inference.certainty import Confidence
from inference.magic import Magic
from inference.reasons import Reason
from inference.routing import UsedModel
from ledger.receipts import Receipt
from payments.facts import Transaction
from rules.suppression_entities import Silence
from tenants.principals import Mode

INPUTS_MAX = 500
HISTORY_MAX = 1_000

AnswerFields = TypeVar("AnswerFields", bound=msgspec.Struct)
EventFields = TypeVar("EventFields", bound=msgspec.Struct)

InputValue: TypeAlias = str | int | float | bool | None
Inputs: TypeAlias = Mapping[str, InputValue]


class DecideCommand(msgspec.Struct, frozen=True, kw_only=True):
    """One question about one event.

    transaction: the payment, for use cases about a payment.
    customer_id: for use cases about a customer. transactions: that customer's history, instead of what was ingested.
    event: the facts of a use case about something else (`inference.event_kinds`).
    segment: of the customer, in the tenant's own words: deployments may serve one alone.
    region: where it happened, for lists; of a payment its own.
    inputs: the columns that the tenant's own version declares. language: of the reasons.
    key_hash, fingerprint: of the idempotency key and the body; None where the caller sent no key.
    """

    use_case: str
    transaction: Transaction | None = None
    customer_id: str | None = None
    transactions: Annotated[tuple[Transaction, ...], Meta(max_length=HISTORY_MAX)] | None = None
    event: msgspec.Struct | None = None
    inputs: Inputs | None = None
    language: Language = "en"
    segment: str | None = None
    region: str | None = None
    include_features: bool = False
    key_hash: bytes | None = None
    fingerprint: bytes = b""
    timeout_s: float = 10.0


class DecideSeveral(msgspec.Struct, frozen=True, kw_only=True):
    """Several questions about one payment, to be decided together or not at all; the key is of all of them."""

    transaction: Transaction
    commands: tuple[DecideCommand, ...]
    key_hash: bytes | None = None
    fingerprint: bytes = b""
    timeout_s: float = 10.0


class UsedRules(msgspec.Struct, frozen=True, kw_only=True):
    """The ruleset that decided. version_id: None for the default that ships with the service."""

    version_id: str | None
    digest: str
    notes: list[str]


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """The whole vector: margin = base_value + the sum of contributions, within 1e-5; there are none of models that are no sum
    of parts. Of a version of your own that tells classes they are by column, and base_value is that of the class that was named."""

    margin: float
    base_value: float
    features: dict[str, float | None]
    contributions: dict[str, float]


class DecisionAnswer(msgspec.Struct, Generic[AnswerFields], frozen=True, kw_only=True):
    """A prediction after the rules, as the ledger's entry commits to it.

    answer: the use case's own fields. confidence and reasons are empty when degraded: then no model was to be had and
    the outcome is the ruleset's fallback. transaction_id: of the payment that was decided about. duplicate_of: another
    payment of the customer with the same amount, time and description.
    """

    id: str
    use_case: str
    outcome: str
    answer: AnswerFields | None
    confidence: Confidence | None
    reasons: list[Reason]
    model: UsedModel
    rules: UsedRules
    degraded: bool
    transaction_id: str | None
    duplicate_of: str | None
    decided_at: datetime


class Decision(DecisionAnswer[AnswerFields], Generic[AnswerFields], frozen=True, kw_only=True):
    """A decision with its promise.

    entry_id: where the ledger has it. receipt: the signed promise that it will be there by a deadline. explanation: the
    whole vector, only when it was asked for.
    """

    entry_id: str
    receipt: Receipt
    explanation: Explanation | None


class NoEvent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a use case is about a payment or a customer, which have fields of their own."""


class Seen(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the ruleset was told of what changes under it. lists: whether somebody was on a list, by `<list>.<attribute>`.
    silences: suppressions that covered whom it was about."""

    lists: Mapping[str, bool] = {}
    silences: tuple[Silence, ...] = ()


class Facts(msgspec.Struct, Generic[EventFields], frozen=True, kw_only=True, omit_defaults=True):
    """The request as it was understood: what a replay starts from.

    computed: features that the ruleset or the version's columns named beside the model's own, as they were then.
    population: of others, that the payment was compared with. region: where it happened, where that is not the payment's own.
    seen: what the ruleset was told of lists and suppressions. magic: what a value of a sandbox did.
    """

    use_case: str
    mode: Mode
    transaction: Transaction | None = None
    customer_id: str | None = None
    transactions: tuple[Transaction, ...] | None = None
    segment: str | None = None
    event: EventFields | None = None
    inputs: Inputs | None = None
    language: Language = "en"
    computed: Inputs | None = None
    population: Population | None = None
    region: str | None = None
    seen: Seen | None = None
    magic: Magic | None = None


class PayloadHead(msgspec.Struct, Generic[EventFields], frozen=True, kw_only=True):
    """What a decision rested on.

    facts: the request as it was understood. features: float32 values in the version's order, None where missing; those of
    a question with several rows stand one row after another.
    """

    v: int
    facts: Facts[EventFields]
    features: list[float | None]
    margin: float | None


class Payload(PayloadHead[EventFields], Generic[AnswerFields, EventFields], frozen=True, kw_only=True):
    """What the ledger entry commits to, sealed under the customer's key: enough to compute the decision again.

    answer: as the caller got it. runtime: what computed it, for bit-for-bit replay.
    """

    answer: DecisionAnswer[AnswerFields]
    runtime: str


class WrittenPayload(PayloadHead[msgspec.Struct], frozen=True, kw_only=True):
    """A `Payload` on its way to the bytes that are committed to. answer: written already, for the caller gets it too."""

    answer: msgspec.Raw
    runtime: str


class Disclosure(msgspec.Struct, frozen=True, kw_only=True):
    """What opens the commitment of one decision for an auditor: the exact payload bytes, and the entry's own key."""

    entry_id: str
    payload: bytes
    commitment_key: bytes


class DecisionSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a list; `probability` is rounded to a millionth."""

    id: UUID
    use_case: str
    outcome: str
    probability: float | None
    degraded: bool
    decided_at: datetime


class Replay(msgspec.Struct, frozen=True, kw_only=True):
    """A decision computed again from what is stored.

    verdict: `identical` (same bits), `equivalent` (within 1e-6, on another runtime or processor) or `different`.
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
